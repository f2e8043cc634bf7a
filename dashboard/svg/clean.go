package svg

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// clean reads a drawing as the library wrote it and writes on what drawings consist of: shapes, groups, text. Styles,
// classes, marks for scripts, links and everything unknown stay behind, so that the policy for pictures can forbid them all.
// Text is set on its baseline by a shift instead of an attribute that office programs do not know.
func clean(drawing string) ([]byte, error) {
	var b strings.Builder
	b.Grow(len(drawing))
	if err := rewrite(&b, drawing, "", true); err != nil {
		return nil, err
	}
	return []byte(b.String()), nil
}

// elements are the names a drawing may use.
func allowedElement(name string) bool {
	return slices.Contains([]string{"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "defs",
		"pattern", "clipPath", "linearGradient", "radialGradient", "stop", "title"}, name)
}

func allowedAttribute(name string) bool {
	return slices.Contains([]string{"width", "height", "viewBox", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "d", "points", "dx", "dy",
		"transform", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-dashoffset",
		"stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "opacity", "clip-path", "id", "patternUnits", "patternTransform",
		"text-anchor", "font-size", "font-family", "font-weight", "font-style", "paint-order", "offset", "stop-color", "gradientUnits"}, name)
}

// rewrite copies a drawing, its ids with a prefix. Without outer the root element is left out.
func rewrite(to *strings.Builder, drawing, prefix string, outer bool) error {
	dec := xml.NewDecoder(strings.NewReader(characters(drawing)))
	depth := 0
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading a drawing: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if !allowedElement(t.Name.Local) {
				if err := dec.Skip(); err != nil {
					return fmt.Errorf("reading a drawing: %w", err)
				}
				continue
			}
			if depth++; depth > 1 || outer {
				open(to, t, prefix, depth == 1)
			}
		case xml.EndElement:
			if depth--; depth > 0 || outer {
				to.WriteString("</" + t.Name.Local + ">")
			}
		case xml.CharData:
			if strings.TrimSpace(string(t)) != "" {
				escape(to, string(t))
			}
		}
	}
}

// open writes the start of an element.
func open(to *strings.Builder, t xml.StartElement, prefix string, root bool) {
	to.WriteString("<" + t.Name.Local)
	if root {
		attribute(to, "xmlns", "http://www.w3.org/2000/svg")
	}
	for _, a := range t.Attr {
		switch {
		case a.Name.Space != "":
		case a.Name.Local == "style":
			fontAttributes(to, a.Value)
		case a.Name.Local == "dominant-baseline" && a.Value == "central":
			attribute(to, "dy", "0.36em")
		case allowedAttribute(a.Name.Local):
			if v, ok := local(a.Name.Local, a.Value, prefix); ok {
				attribute(to, a.Name.Local, v)
			}
		}
	}
	to.WriteString(">")
}

// local gives a value in which only things of the drawing itself are named.
func local(name, value, prefix string) (string, bool) {
	if name == "id" {
		return prefix + value, true
	}
	if id, ok := strings.CutPrefix(value, "url(#"); ok {
		return "url(#" + prefix + id, strings.HasSuffix(id, ")") && !strings.ContainsAny(id[:len(id)-1], "()\"' ")
	}
	if value == "transparent" {
		return "none", true
	}
	return value, name == "font-family" || !strings.Contains(strings.ToLower(value), "url")
}

// fontAttributes writes the properties of a style as attributes of their own.
func fontAttributes(to *strings.Builder, style string) {
	for _, rule := range strings.Split(style, ";") {
		name, value, ok := strings.Cut(rule, ":")
		if name = strings.TrimSpace(name); ok && strings.HasPrefix(name, "font-") && allowedAttribute(name) {
			attribute(to, name, strings.TrimSpace(value))
		}
	}
}

func attribute(to *strings.Builder, name, value string) {
	to.WriteString(" " + name + `="`)
	escape(to, value)
	to.WriteString(`"`)
}

func escape(to *strings.Builder, text string) {
	// A strings.Builder never fails.
	_ = xml.EscapeText(to, []byte(text))
}

// characters replaces what XML cannot hold: control characters and broken bytes.
func characters(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r == '\r', r >= 0x20 && r <= 0xd7ff, r >= 0xe000 && r <= 0xfffd && r != utf8.RuneError, r >= 0x10000:
			return r
		}
		return utf8.RuneError
	}, text)
}
