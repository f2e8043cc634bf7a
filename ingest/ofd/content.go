package ofd

import (
	"encoding/xml"
	"errors"
	"io"
	"math"

	"tongjian/ingest/pdf"
)

// painter gathers what is drawn on a page.
type painter struct {
	*file
	page    pageOf
	sheet   pdf.Sheet
	box     string // the page's physical box
	objects int
	depth   int // of elements and units, around what is being read
}

// part paints the page or template a part holds.
func (p *painter) part(name string) error {
	return p.file.part(name, func(d *xml.Decoder) error { return p.within(d, "Page", pdf.Identity()) })
}

// within paints what the first element of a name holds.
func (p *painter) within(d *xml.Decoder, name string, m pdf.Matrix) error {
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == name {
			return p.inside(d, m)
		}
	}
}

// inside paints what an element holds, to its end.
func (p *painter) inside(d *xml.Decoder, m pdf.Matrix) error {
	if p.depth++; p.depth > maxDepth {
		return ErrTooLarge
	}
	defer func() { p.depth-- }()
	for {
		token, err := d.Token()
		if err != nil {
			return err // also where the part ends too soon
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = p.object(d, t, m)
		case xml.EndElement:
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// object paints one element.
func (p *painter) object(d *xml.Decoder, start xml.StartElement, m pdf.Matrix) error {
	if p.objects++; p.objects > maxObjects {
		return ErrTooLarge
	}
	switch start.Name.Local {
	case "Content", "Layer", "PageBlock":
		return p.inside(d, m)
	case "Area":
		var own area
		if err := d.DecodeElement(&own, &start); err != nil {
			return err
		}
		if own.PhysicalBox != "" && p.depth == 1 {
			p.box = own.PhysicalBox
		}
		return nil
	case "Template":
		return p.template(d, start)
	case "TextObject":
		var t textObject
		if err := d.DecodeElement(&t, &start); err != nil {
			return err
		}
		return p.text(t, m)
	case "PathObject":
		var o pathObject
		if err := d.DecodeElement(&o, &start); err != nil {
			return err
		}
		p.path(o, m)
		return nil
	case "ImageObject":
		var o placed
		if err := d.DecodeElement(&o, &start); err != nil {
			return err
		}
		if o.seen() { // a picture fills the unit square of its coordinates
			on := o.on(m)
			p.sheet.Pictures += math.Abs(on.A*on.D-on.B*on.C) * points * points
		}
		return nil
	case "CompositeObject":
		return p.composite(d, start, m)
	}
	return d.Skip()
}

// template paints the template a page names, once for each name.
func (p *painter) template(d *xml.Decoder, start xml.StartElement) error {
	var named struct {
		ID string `xml:"TemplateID,attr"`
	}
	if err := d.DecodeElement(&named, &start); err != nil {
		return err
	}
	name, ok := p.page.templates[named.ID]
	if !ok || p.depth >= maxDepth/2 {
		return nil
	}
	// A template lies on the page as it is; how large it says the page is does not matter.
	box, depth := p.box, p.depth
	p.depth = maxDepth / 2 // a template that names itself ends here
	err := p.part(name)
	p.box, p.depth = box, depth
	return err
}

// composite paints a unit kept among the resources.
func (p *painter) composite(d *xml.Decoder, start xml.StartElement, m pdf.Matrix) error {
	var o struct {
		placed
		Resource string `xml:"ResourceID,attr"`
	}
	if err := d.DecodeElement(&o, &start); err != nil {
		return err
	}
	if !o.seen() {
		return nil
	}
	return p.page.units.paint(p, o.Resource, o.on(m))
}

// move shifts everything on the page.
func (p *painter) move(x, y float64) {
	if x == 0 && y == 0 {
		return
	}
	for i := range p.sheet.Letters {
		p.sheet.Letters[i].X += x
		p.sheet.Letters[i].Y += y
	}
	for _, path := range p.sheet.Paths {
		for _, part := range path.Parts {
			for i := range part {
				part[i].X += x
				part[i].Y += y
			}
		}
	}
}
