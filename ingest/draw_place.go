package ingest

import (
	"tongjian/data"
	"tongjian/ingest/ofd"
	"tongjian/ingest/pdf"
)

// DrawPlace draws the page of a PDF or OFD a place of a report stands on, with the place marked, and tells the picture's media type. The
// error is a Chinese sentence.
func DrawPlace(file []byte, at data.Position) (picture []byte, mediaType string, err error) {
	draw := pdf.DrawPlace
	switch {
	case isOFD(file):
		draw = ofd.DrawPlace
	case !isPDF(file):
		return nil, "", errNotReadable{"不是 PDF、OFD 文件"}
	}
	drawn, err := draw(file, at)
	return drawn.Bytes, drawn.Type, err
}
