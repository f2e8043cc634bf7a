package ofd

import (
	"tongjian/data"
	"tongjian/ingest/pdf"
)

// kind is what people call such files.
const kind = "OFD"

// Read reads the text of an OFD. Grids bounded by lines are ruled; a place in one names the page, the grid on it, row and column, a place
// outside names the page and the line of text on it. The error is a Chinese sentence.
func Read(b []byte) (data.Document, error) {
	f, err := openFile(b)
	if err != nil {
		return data.Document{}, err
	}
	return pdf.ReadSheets(kind, len(f.pages), f.sheet)
}

// DrawPlace draws the page a place of [Read] stands on, as its characters and lines, with the place marked. The error is a Chinese sentence.
func DrawPlace(b []byte, place data.Position) (pdf.Picture, error) {
	f, err := openFile(b)
	if err != nil {
		return pdf.Picture{}, err
	}
	return pdf.LookSheets(kind, len(f.pages), f.sheet, place)
}

// file is an open file and what its first parts say.
type file struct {
	*pack
	pages []pageOf // in order, of all documents
}

// pageOf is where a page's content is, with what its document has for all pages.
type pageOf struct {
	part      string
	box       string // of the document, for pages that have none of their own
	templates map[string]string
	units     *units
}

// area is where a page ends (7.5, table 5).
type area struct {
	PhysicalBox string `xml:"PhysicalBox"`
}

// part names another part.
type reference struct {
	ID  string `xml:"ID,attr"`
	Loc string `xml:"BaseLoc,attr"`
}

func openFile(b []byte) (*file, error) {
	p, err := open(b)
	if err != nil {
		return nil, err
	}
	f := &file{pack: p}
	if p.parts["encryptions.xml"] != nil || p.parts["encryptinfo.xml"] != nil {
		return nil, ErrEncrypted
	}
	var root struct {
		Bodies []struct {
			Root string `xml:"DocRoot"`
		} `xml:"DocBody"`
	}
	if err := p.decode(clean(entrance), &root); err != nil {
		return nil, err
	}
	for _, body := range root.Bodies {
		if err := f.document(at(entrance, body.Root)); err != nil {
			return nil, err
		}
	}
	if len(f.pages) == 0 {
		return nil, ErrDamaged
	}
	return f, nil
}

// document adds the pages of a document.
func (f *file) document(name string) error {
	var doc struct {
		Common struct {
			Area      area        `xml:"PageArea"`
			Templates []reference `xml:"TemplatePage"`
			Public    []string    `xml:"PublicRes"`
			Own       []string    `xml:"DocumentRes"`
		} `xml:"CommonData"`
		Pages []reference `xml:"Pages>Page"`
	}
	if err := f.decode(name, &doc); err != nil {
		return err
	}
	templates, resources := map[string]string{}, &units{pack: f.pack}
	for _, t := range doc.Common.Templates {
		templates[t.ID] = at(name, t.Loc)
	}
	for _, location := range append(doc.Common.Public, doc.Common.Own...) {
		resources.in = append(resources.in, at(name, location))
	}
	for _, page := range doc.Pages {
		f.pages = append(f.pages, pageOf{at(name, page.Loc), doc.Common.Area.PhysicalBox, templates, resources})
	}
	return nil
}

// sheet reads a page, numbered from 1.
func (f *file) sheet(number int) (pdf.Sheet, error) {
	page := f.pages[number-1]
	p := &painter{file: f, page: page, box: page.box}
	if err := p.part(page.part); err != nil {
		return pdf.Sheet{}, err
	}
	// Where a page does not say how large it is, it is one of A4.
	p.sheet.Width, p.sheet.Height = 210*points, 297*points
	if box := numbers(p.box); len(box) == 4 && box[2] > 0 && box[3] > 0 {
		p.sheet.Width, p.sheet.Height = box[2]*points, box[3]*points
		p.move(-box[0]*points, -box[1]*points)
	}
	return p.sheet, nil
}
