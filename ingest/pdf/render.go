package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/png"

	"github.com/klippa-app/go-pdfium/requests"
)

// maxPixels bounds a picture of a page: A4 at 300 dots per inch has nine million.
const maxPixels = 16_000_000

// RenderPage draws a page, numbered from 1, as a PNG picture with so many dots per inch; fewer where the page is too large for
// that. The error is a Chinese sentence. Chinese text whose font is not in the file is drawn as squares.
func RenderPage(b []byte, page, dpi int) ([]byte, error) {
	s, err := open(b, maxTime)
	if err != nil {
		return nil, err
	}
	defer s.close()
	picture, err := s.render(page, dpi)
	if err != nil {
		return nil, err
	}
	return encode(picture)
}

// render draws a page as it is shown.
func (s *session) render(page, dpi int) (*image.RGBA, error) {
	count, err := s.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: s.document})
	if err != nil {
		return nil, s.explain(err)
	}
	if page < 1 || page > count.PageCount {
		return nil, fmt.Errorf("PDF 有 %d 页，没有第 %d 页", count.PageCount, page)
	}
	which := requests.Page{ByIndex: &requests.PageByIndex{Document: s.document, Index: page - 1}}
	size, err := s.GetPageSize(&requests.GetPageSize{Page: which})
	if err != nil {
		return nil, s.explain(err)
	}
	const inch = 72.0
	for dpi > 1 && size.Width/inch*size.Height/inch*float64(dpi)*float64(dpi) > maxPixels {
		dpi = dpi * 3 / 4
	}
	drawn, err := s.RenderPageInDPI(&requests.RenderPageInDPI{Page: which, DPI: max(1, dpi), RenderForm: true, Document: &s.document})
	if err != nil {
		return nil, s.explain(err)
	}
	defer drawn.Cleanup()
	// The picture lies in the instance's memory, which goes with it.
	own := image.NewRGBA(drawn.Result.RenderedImage.Bounds())
	draw.Draw(own, own.Bounds(), drawn.Result.RenderedImage, own.Bounds().Min, draw.Src)
	return own, nil
}

func encode(picture image.Image) ([]byte, error) {
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&out, picture); err != nil {
		return nil, fmt.Errorf("write picture: %w", err)
	}
	return out.Bytes(), nil
}
