package xlsx

import "github.com/xuri/excelize/v2"

// styles are the ids of the looks a sheet is made of.
type styles struct{ title, remark, head, cell, left int }

func newStyles(f *excelize.File) (styles, error) {
	const kai, song, hei = "楷体", "宋体", "黑体"
	border := make([]excelize.Border, 0, 4)
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "808080", Style: 1})
	}
	align := func(horizontal string) *excelize.Alignment {
		return &excelize.Alignment{Horizontal: horizontal, Vertical: "center", WrapText: true}
	}
	var (
		s   styles
		err error
	)
	for _, look := range []struct {
		to    *int
		style excelize.Style
	}{
		{&s.title, excelize.Style{Font: &excelize.Font{Family: hei, Size: 18}, Alignment: align("center")}},
		{&s.remark, excelize.Style{Font: &excelize.Font{Family: kai, Size: 11}, Alignment: align("left")}},
		{&s.head, excelize.Style{Font: &excelize.Font{Family: hei, Size: 11}, Alignment: align("center"), Border: border,
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EDF4"}}}},
		{&s.cell, excelize.Style{Font: &excelize.Font{Family: song, Size: 11}, Alignment: align("center"), Border: border}},
		{&s.left, excelize.Style{Font: &excelize.Font{Family: song, Size: 11}, Alignment: align("left"), Border: border}},
	} {
		if *look.to, err = f.NewStyle(&look.style); err != nil {
			return styles{}, err
		}
	}
	return s, nil
}
