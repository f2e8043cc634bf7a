package ofd

import (
	"bytes"

	"tongjian/ingest/pdf"
)

// units are the drawings kept among a document's resources (13), which pages name.
type units struct {
	pack *pack
	in   []string          // the parts that hold resources
	text map[string][]byte // the XML of each unit, by its number; nil until one is asked for
}

// paint paints a unit with its coordinates on the page.
func (u *units) paint(p *painter, id string, m pdf.Matrix) error {
	if err := u.find(); err != nil {
		return err
	}
	b, ok := u.text[id]
	if !ok {
		return nil // a page may name what has been left out
	}
	if u.pack.left -= int64(len(b)); u.pack.left < 0 { // each time it is drawn is read
		return ErrTooLarge
	}
	return p.within(decoder(bytes.NewReader(b)), "CompositeGraphicUnit", m)
}

// find looks through the resources for units, once.
func (u *units) find() error {
	if u.text != nil {
		return nil
	}
	u.text = map[string][]byte{}
	for _, name := range u.in {
		if u.pack.parts[name] == nil {
			continue
		}
		var resources struct {
			Units []struct {
				ID  string `xml:"ID,attr"`
				XML []byte `xml:",innerxml"`
			} `xml:"CompositeGraphicUnits>CompositeGraphicUnit"`
		}
		if err := u.pack.decode(name, &resources); err != nil {
			return err
		}
		for _, unit := range resources.Units {
			u.text[unit.ID] = append(append([]byte("<CompositeGraphicUnit>"), unit.XML...), "</CompositeGraphicUnit>"...)
		}
	}
	return nil
}
