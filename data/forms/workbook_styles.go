package forms

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// styles are the looks of cells, by what they hold. Fonts are those every Chinese office has; elsewhere they fall back to
// the system's own.
type styles struct {
	title, note, text, heading            int // around the tables
	block, head, label, centred, vertical int // labels of tables
	group                                 int // a heading over rows: 一、主动公开情况
	figure, sum                           int // a figure, and one that a template computes
	input, answer, caption, check         int // of a template: room for prose, an input and its label, the result of a check
	wrong                                 int // the conditional look of cells that do not add up
}

const (
	songti = "宋体"
	heiti  = "黑体"

	shadeBlock = "DDE7F3" // 第二十条第（一）项
	shadeHead  = "F2F5F9"
	shadeSum   = "EFEFEF"
	shadeInput = "FFFBE6"
)

func newStyles(f *excelize.File) (styles, error) {
	var (
		s   styles
		err error
	)
	thin := []excelize.Border{
		{Type: "left", Color: "404040", Style: 1}, {Type: "right", Color: "404040", Style: 1},
		{Type: "top", Color: "404040", Style: 1}, {Type: "bottom", Color: "404040", Style: 1},
	}
	type look struct {
		id         *int
		family     string
		size       float64
		shade      string
		horizontal string
		vertical   string
		border     bool
		color      string
		rotation   int
	}
	for _, l := range []look{
		{id: &s.title, family: heiti, size: 18, horizontal: "center"},
		{id: &s.note, family: songti, size: 9, horizontal: "center", color: "7F7F7F"},
		{id: &s.text, family: songti, size: 10.5, horizontal: "left", vertical: "top"},
		{id: &s.heading, family: heiti, size: 13, horizontal: "left"},
		{id: &s.block, family: heiti, size: 10, horizontal: "center", border: true, shade: shadeBlock},
		{id: &s.head, family: heiti, size: 9, horizontal: "center", border: true, shade: shadeHead},
		{id: &s.label, family: songti, size: 9, horizontal: "left", border: true},
		{id: &s.centred, family: songti, size: 9, horizontal: "center", border: true},
		{id: &s.vertical, family: songti, size: 9, horizontal: "center", border: true, rotation: 255},
		{id: &s.group, family: heiti, size: 9, horizontal: "left", border: true, shade: shadeBlock},
		{id: &s.figure, family: songti, size: 10, horizontal: "center", border: true},
		{id: &s.sum, family: songti, size: 10, horizontal: "center", border: true, shade: shadeSum},
		{id: &s.input, family: songti, size: 10.5, horizontal: "left", vertical: "top", border: true, shade: shadeInput},
		{id: &s.answer, family: songti, size: 10.5, horizontal: "center", border: true, shade: shadeInput},
		{id: &s.caption, family: heiti, size: 10, horizontal: "center", border: true, shade: shadeHead},
		{id: &s.check, family: songti, size: 9, horizontal: "left", color: "4F6228"},
	} {
		style := excelize.Style{
			Font:      &excelize.Font{Family: l.family, Size: l.size, Color: l.color},
			Alignment: &excelize.Alignment{Horizontal: l.horizontal, Vertical: "center", WrapText: true, TextRotation: l.rotation},
		}
		if l.vertical != "" {
			style.Alignment.Vertical = l.vertical
		}
		if l.border {
			style.Border = thin
		}
		if l.shade != "" {
			style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.shade}}
		}
		if *l.id, err = f.NewStyle(&style); err != nil {
			return styles{}, fmt.Errorf("make style: %w", err)
		}
	}
	s.wrong, err = f.NewConditionalStyle(&excelize.Style{
		Font: &excelize.Font{Color: "9C0006", Bold: true},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFC7CE"}},
	})
	if err != nil {
		return styles{}, fmt.Errorf("make conditional style: %w", err)
	}
	return s, nil
}
