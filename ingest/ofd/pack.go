package ofd

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"golang.org/x/net/html/charset"
)

// Limits on what one file may cost. A page of a report is some hundred kilobytes of XML.
const (
	maxParts   = 20_000
	maxPart    = 32 << 20 // bytes of a part, unpacked
	maxBytes   = 64 << 20 // of all parts that are read
	maxDepth   = 64       // of elements and units in one another
	maxObjects = 100_000  // on a page, those of units counted each time they are drawn
	maxLetters = 60_000   // on a page
)

// Errors of reading an OFD. Each is a Chinese sentence for the person who sent the file.
var (
	// ErrDamaged is a file that does not open, or breaks off.
	ErrDamaged = errors.New("OFD 文件读不下去，可能已损坏或没有下载完整：请重新发送，或把三张表另存为 .xlsx、.docx 再导入")
	// ErrEncrypted is a file that opens only with a password.
	ErrEncrypted = errors.New("OFD 文件设有打开密码：请另存为没有密码的文件，或把三张表另存为 .xlsx、.docx 再导入")
	// ErrTooLarge is a file that would cost too much to read.
	ErrTooLarge = errors.New("OFD 文件展开后超过上限：请把三张表另存为 .xlsx、.docx 再导入")
)

// entrance is the part everything else is found from.
const entrance = "OFD.xml"

// Is reports whether a file is an OFD: an archive with the part that all such files begin with.
func Is(b []byte) bool {
	if !bytes.HasPrefix(b, []byte("PK\x03\x04")) || !bytes.Contains(b, []byte(entrance)) {
		return false
	}
	p, err := open(b)
	return err == nil && p.parts[strings.ToLower(entrance)] != nil
}

// pack is an open file.
type pack struct {
	parts map[string]*zip.File // by their names in small letters: some programs write doc_0 for Doc_0
	left  int64                // bytes that may still be read
}

func open(b []byte) (*pack, error) {
	if bytes.Count(b, []byte("PK\x01\x02")) > maxParts {
		return nil, ErrTooLarge
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, ErrDamaged
	}
	p := &pack{parts: map[string]*zip.File{}, left: maxBytes}
	for _, f := range z.File {
		name := clean(f.Name)
		if p.parts[name] == nil {
			p.parts[name] = f
		}
	}
	return p, nil
}

// clean gives the one way in which a part's name is written here.
func clean(name string) string {
	return strings.TrimPrefix(path.Clean("/"+strings.ToLower(strings.ReplaceAll(name, `\`, "/"))), "/")
}

// at gives the name of a part as another names it: from the root of the archive, or beside itself (7.3).
func at(from, location string) string {
	location = strings.TrimSpace(location)
	if strings.HasPrefix(location, "/") || strings.HasPrefix(location, `\`) {
		return clean(location)
	}
	return clean(path.Dir("/"+from) + "/" + location)
}

// part reads a part with a decoder, to its end or to the limit.
func (p *pack) part(name string, read func(*xml.Decoder) error) error {
	f := p.parts[name]
	if f == nil {
		return fmt.Errorf("没有 %s：%w", name, ErrDamaged)
	}
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("%s：%w", name, ErrDamaged)
	}
	defer func() { _ = r.Close() }() // it was only read
	limited := &io.LimitedReader{R: r, N: min(maxPart, p.left) + 1}
	before := limited.N
	err = read(decoder(limited))
	p.left -= before - limited.N
	switch {
	case limited.N <= 0 || errors.Is(err, ErrTooLarge):
		return ErrTooLarge
	case err != nil:
		return fmt.Errorf("%s：%w", name, ErrDamaged)
	}
	return nil
}

// decoder reads XML in any encoding it names, and takes what is not quite right as it comes.
func decoder(r io.Reader) *xml.Decoder {
	d := xml.NewDecoder(r)
	d.Strict = false
	d.CharsetReader = charset.NewReaderLabel
	return d
}

// decode reads a whole part into a value.
func (p *pack) decode(name string, into any) error {
	return p.part(name, func(d *xml.Decoder) error { return d.Decode(into) })
}
