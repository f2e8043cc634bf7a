package svg

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/dop251/goja"
)

// Picture is what is to be drawn.
type Picture struct {
	// Option is a chart's option as package charts has built it.
	Option json.RawMessage
	// Width and Height are in CSS pixels.
	Width, Height int
	Look          Look
}

// Look gives colours and font, by the names the style sheet has for them.
type Look struct {
	Name   string            `json:"-"`
	Colors map[string]string `json:"colors"` // "--ink": "#1a2430"
	Font   string            `json:"font"`   // a list of families, as in CSS
}

// What one picture may take.
const (
	MaxOption  = 2 << 20 // bytes of JSON
	MaxDrawing = 4 << 20 // bytes of SVG
	MaxSide    = 4000    // pixels
	maxTime    = 10 * time.Second
	// retireAfter is how many pictures a runtime draws before it is replaced, so that nothing the library remembers grows
	// without end.
	retireAfter = 1000
)

// ErrTooLarge says that a picture is refused for its size: its option, its sides, or what was drawn.
var ErrTooLarge = errors.New("the picture is too large")

// Drawer draws pictures. It may be used by many goroutines; as many pictures are drawn at once as there are processors,
// the others wait.
type Drawer struct {
	programs func() ([]*goja.Program, error)
	places   chan struct{} // one a picture being drawn
	idle     chan *engine
	limit    time.Duration
}

// New makes a drawer of the library and the script that completes options. Nothing is compiled before the first picture.
func New(scripts ...Script) *Drawer {
	n := runtime.GOMAXPROCS(0)
	return &Drawer{
		programs: sync.OnceValues(func() ([]*goja.Program, error) { return compile(scripts) }),
		places:   make(chan struct{}, n),
		idle:     make(chan *engine, n),
		limit:    maxTime,
	}
}

// Draw gives a picture as an SVG document: elements and attributes of drawings only, labels as text. It ends when ctx does.
func (d *Drawer) Draw(ctx context.Context, p Picture) ([]byte, error) {
	if len(p.Option) > MaxOption {
		return nil, fmt.Errorf("drawing an option of %d bytes: %w", len(p.Option), ErrTooLarge)
	}
	if p.Width < 1 || p.Height < 1 || p.Width > MaxSide || p.Height > MaxSide {
		return nil, fmt.Errorf("drawing %d by %d pixels: %w", p.Width, p.Height, ErrTooLarge)
	}
	select {
	case d.places <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting to draw: %w", ctx.Err())
	}
	defer func() { <-d.places }()
	e, err := d.take()
	if err != nil {
		return nil, err
	}
	text, err := d.run(ctx, e, p)
	if err != nil {
		return nil, fmt.Errorf("drawing a chart: %w", err) // the runtime is in an unknown state: it is not used again
	}
	if e.drawn < retireAfter {
		d.idle <- e // has room for as many as there are places
	}
	if len(text) > MaxDrawing {
		return nil, fmt.Errorf("a drawing of %d bytes: %w", len(text), ErrTooLarge)
	}
	return clean(text)
}

// take gives a runtime that is free, or a new one.
func (d *Drawer) take() (*engine, error) {
	select {
	case e := <-d.idle:
		return e, nil
	default:
	}
	programs, err := d.programs()
	if err != nil {
		return nil, err
	}
	return newEngine(programs)
}

// run draws, for as long as ctx and the limit allow.
func (d *Drawer) run(ctx context.Context, e *engine, p Picture) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, d.limit)
	defer cancel()
	halted := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(halted)
		e.runtime.Interrupt(ctx.Err())
	})
	text, err := e.run(p)
	if !stop() { // it was interrupted, perhaps too late to matter: the runtime still holds the interruption
		<-halted
		return "", context.Cause(ctx)
	}
	return text, err
}
