package dashboard

import (
	"math"
	"strconv"
	"strings"

	"tongjian/queries"
)

// Spark is a line without axes, drawn by the server: the run of a figure over the years shown. Years without a figure are
// gaps.
type Spark struct {
	// Path is the d of an SVG path in a box of 100 by 28; X and Y the last point, if the last year has a figure.
	Path string
	X, Y string
	Last bool
}

// spark draws the figures of years in order.
func spark(years []queries.Figure) Spark {
	values := make([]float64, len(years))
	given := make([]bool, len(years))
	for i, f := range years {
		values[i], given[i] = f.Float()
	}
	return sparkOf(values, given)
}

func sparkOf(values []float64, given []bool) Spark {
	const width, height, margin = 100.0, 28.0, 3.0
	low, high, any := math.Inf(1), math.Inf(-1), false
	for i, v := range values {
		if given[i] {
			any, low, high = true, min(low, v), max(high, v)
		}
	}
	if !any || len(values) < 2 {
		return Spark{}
	}
	// The line fills its box, but ripples are not blown up to waves: the box is at least a tenth of the greatest high.
	if least := max(math.Abs(high), math.Abs(low), 1) / 10; high-low < least {
		middle := (high + low) / 2
		low, high = middle-least/2, middle+least/2
	}
	var b strings.Builder
	var s Spark
	open := false
	for i, v := range values {
		if !given[i] {
			open = false
			continue
		}
		x := margin + (width-2*margin)*float64(i)/float64(len(values)-1)
		y := height - margin - (height-2*margin)*(v-low)/(high-low)
		s.X, s.Y = coordinate(x), coordinate(y)
		s.Last = i == len(values)-1
		if open {
			b.WriteString("L" + s.X + " " + s.Y)
			continue
		}
		// A point alone between two gaps is a stroke of no length, which a round cap makes a dot.
		b.WriteString("M" + s.X + " " + s.Y + "h0")
		open = true
	}
	s.Path = b.String()
	return s
}

func coordinate(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }
