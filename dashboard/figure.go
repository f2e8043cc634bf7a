package dashboard

import (
	"net/url"
	"strconv"

	"tongjian/dashboard/charts"
)

// figure is a chart with what a page puts around it.
type figure struct {
	charts.Chart
	Source Source
	CSV    string
	JSON   string
	XLSX   string
	// SVG is the whole chart as one picture to take away.
	SVG  string
	Link string
	// Lazy is set for charts below the first screen: their pictures are loaded when scrolling comes near.
	Lazy bool
	// path and values are the address of the pictures in the page.
	path   string
	values url.Values
	// alone is set for readers who may compare with nobody.
	alone bool
}

// figures puts the frame around charts.
func (q query) figures(list []charts.Chart, source Source) []figure {
	var out []figure
	for i, c := range list {
		all := with(q.values)
		for name, v := range q.choice.explicit() {
			all[name] = v
		}
		path := q.path
		if path == "/" {
			path = "/overview"
		}
		chosen := with(all, paramChart, c.Name)
		out = append(out, figure{Chart: c, Source: source, Link: address(q.path, all) + "#" + c.Name, Lazy: i > 1,
			CSV: q.may(address(path+".csv", chosen)), JSON: q.may(address(path+".json", chosen)), XLSX: q.may(address(path+".xlsx", chosen)), SVG: q.may(address(path+".svg", chosen)),
			path: path + ".svg", values: with(q.values, paramChart, c.Name), alone: q.reader.Agency() != 0})
	}
	return out
}

// shot is a picture of a panel for readers of a kind; the one without Media is for the rest.
type shot struct{ Media, URL string }

// Shots lists the pictures of a panel, the narrowest screens first. Each is drawn at about the width it is shown at, so
// that its letters are as large as the page's.
func (f figure) Shots(panel int) []shot {
	const dark = "screen and (prefers-color-scheme: dark)"
	phone, tablet, office := f.widths(panel)
	var list []shot
	for _, s := range []struct {
		media string
		width int
	}{{" and (max-width: 640px)", phone}, {" and (max-width: 1080px)", tablet}, {"", office}} {
		list = append(list, shot{dark + s.media, f.shot(panel, s.width, "dark")})
		if s.media != "" {
			s.media = "screen" + s.media
		}
		list = append(list, shot{s.media, f.shot(panel, s.width, "light")})
	}
	return list
}

// Paper is the picture of a panel for printing without scripts: light whatever the screen is, and as wide as the paper.
func (f figure) Paper(panel int) string {
	_, tablet, _ := f.widths(panel)
	return f.shot(panel, tablet, "light")
}

func (f figure) shot(panel, width int, look string) string {
	v := with(f.values, paramPanel, strconv.Itoa(panel), paramWidth, strconv.Itoa(width), paramLook, look)
	return address(f.path, v)
}

// widths are those of a panel on a phone, a tablet and an office display, out of [pictureWidths], as the style sheet sets
// columns.
func (f figure) widths(panel int) (phone, tablet, office int) {
	phone, tablet = 360, 860
	switch {
	case f.Small && len(f.Panels) <= 3:
		phone, tablet, office = 360, 420, 420
	case f.Small:
		phone, tablet, office = 180, 250, 250
	case f.Columns <= 4:
		office = 420
	case f.Columns == 5:
		office = 530
	case f.Columns == 6:
		office = 640
	case f.Columns == 7:
		office = 750
	case f.Columns < 12:
		office = 860
	default:
		office = 1300
	}
	return f.atLeast(panel, phone), f.atLeast(panel, tablet), f.atLeast(panel, office)
}

// atLeast gives a width, or the next at which the panel can be read.
func (f figure) atLeast(panel, width int) int {
	for _, w := range pictureWidths() {
		if w >= width && w >= f.Panels[panel].MinWidth {
			return w
		}
	}
	return pictureWidths()[len(pictureWidths())-1]
}
