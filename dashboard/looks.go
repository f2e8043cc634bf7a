package dashboard

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"strings"

	"tongjian/dashboard/svg"
)

// picturePolicy is what a picture opened by itself may do: nothing. It has no styles and no scripts, only shapes and text.
const picturePolicy = "default-src 'none'; frame-ancestors 'none'; sandbox"

// readLooks takes the colours of the style sheet, so that pictures drawn on the server have those of the page.
func readLooks(css string) (map[string]svg.Look, error) {
	block := func(after, open string) (map[string]string, error) {
		_, rest, found := strings.Cut(css, after)
		_, rest, found2 := strings.Cut(rest, open)
		body, _, found3 := strings.Cut(rest, "}")
		if !found || !found2 || !found3 {
			return nil, fmt.Errorf("app.css: no block %s%s", after, open)
		}
		colors := map[string]string{}
		for _, m := range regexp.MustCompile(`(--[a-z0-9-]+):\s*([^;]+);`).FindAllStringSubmatch(body, -1) {
			colors[m[1]] = m[2]
		}
		return colors, nil
	}
	light, err := block("/* Colours", ":root {")
	if err != nil {
		return nil, err
	}
	dark, err := block("(prefers-color-scheme: dark) {", ":root:not(.printing) {")
	if err != nil {
		return nil, err
	}
	paper, err := block("@media print {", ":root {")
	if err != nil {
		return nil, err
	}
	font := regexp.MustCompile(`(?m)^\s*font: 14px/1\.6 ([^;]+);`).FindStringSubmatch(css)
	if font == nil {
		return nil, fmt.Errorf("app.css: no font of the body")
	}
	look := func(name string, changes map[string]string) svg.Look {
		colors := maps.Clone(light)
		maps.Copy(colors, changes)
		return svg.Look{Name: name, Colors: colors, Font: font[1]}
	}
	return map[string]svg.Look{"light": look("light", nil), "dark": look("dark", dark), "print": look("print", paper)}, nil
}

// prepareDrawing readies the server to draw what browsers draw, with the same scripts and colours. Nothing is compiled yet.
func (s *server) prepareDrawing() error {
	var scripts []svg.Script
	for _, name := range []string{"echarts/echarts.min.js", "option.js"} {
		a, ok := s.assets.byName[name]
		if !ok {
			return fmt.Errorf("no static file %q", name)
		}
		scripts = append(scripts, svg.Script{Name: name, Source: string(a.plain)})
	}
	css, ok := s.assets.byName["app.css"]
	if !ok {
		return errors.New("no static file app.css")
	}
	var err error
	s.looks, err = readLooks(string(css.plain))
	s.drawer = svg.New(scripts...)
	return err
}
