package svg

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/dop251/goja"
)

//go:embed engine.js
var engineSource string

// Script is a source the runtimes load, in order.
type Script struct{ Name, Source string }

// compile parses the scripts and the engine's own.
func compile(scripts []Script) ([]*goja.Program, error) {
	var programs []*goja.Program
	for _, s := range append([]Script{{"engine.js", engineSource}}, scripts...) {
		p, err := goja.Compile(s.Name, s.Source, false)
		if err != nil {
			return nil, fmt.Errorf("compiling %s: %w", s.Name, err)
		}
		programs = append(programs, p)
	}
	return programs, nil
}

// engine is one runtime. It serves one caller at a time.
type engine struct {
	runtime *goja.Runtime
	draw    goja.Callable
	drawn   int // pictures so far
}

// maxDepth bounds recursion; drawing needs a few dozen frames.
const maxDepth = 2000

func newEngine(programs []*goja.Program) (*engine, error) {
	rt := goja.New()
	rt.SetMaxCallStackSize(maxDepth)
	for _, p := range programs {
		if _, err := rt.RunProgram(p); err != nil {
			return nil, fmt.Errorf("starting the drawing runtime: %w", err)
		}
	}
	if err := rt.Set("measureText", textWidth); err != nil {
		return nil, fmt.Errorf("starting the drawing runtime: %w", err)
	}
	draw, ok := goja.AssertFunction(rt.Get("draw"))
	if !ok {
		return nil, errors.New("starting the drawing runtime: it has no function draw")
	}
	return &engine{runtime: rt, draw: draw}, nil
}

// run draws one picture; stop of the runtime ends it early with a *goja.InterruptedError.
func (e *engine) run(p Picture) (string, error) {
	look, err := json.Marshal(p.Look)
	if err != nil {
		return "", fmt.Errorf("encoding the look %s: %w", p.Look.Name, err)
	}
	e.drawn++
	v, err := e.draw(goja.Undefined(), e.runtime.ToValue(string(p.Option)), e.runtime.ToValue(p.Width), e.runtime.ToValue(p.Height),
		e.runtime.ToValue(string(look)))
	if err != nil {
		return "", err
	}
	return v.String(), nil
}
