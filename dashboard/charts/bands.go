package charts

// maxBanded is how many lines can carry bands and still be told apart.
const maxBanded = 2

// banded shades the 95 % interval around each line of rates: an invisible line at its lower end, and stacked on it a shaded one
// as high as the interval. Both bear their line's name, so that the legend switches all three, and no text, since tooltips tell
// the interval with the figure. Where there is no interval there is a gap.
func banded(lines []line) patch {
	return func(option map[string]any) {
		series, ok := option["series"].([]any)
		if !ok || len(lines) > maxBanded {
			return
		}
		for i, l := range lines {
			low, high := make([]any, len(l.cells)), make([]any, len(l.cells))
			for j, c := range l.cells {
				if c.Low != nil && c.High != nil && c.Shown() {
					low[j], high[j] = fixed(*c.Low*100), fixed((*c.High-*c.Low)*100)
				}
			}
			common := func(data []any, area map[string]any) map[string]any {
				return map[string]any{"type": "line", "name": l.name, "stack": "interval " + itoa(i), "stackStrategy": "all", "data": data,
					"symbol": "none", "silent": true, "lineStyle": map[string]any{"opacity": 0}, "areaStyle": area, "z": 1,
					"tooltip": map[string]any{"show": false}, "itemStyle": map[string]any{"color": l.paint.color}}
			}
			series = append(series, common(low, map[string]any{"opacity": 0}), common(high, map[string]any{"color": l.paint.color, "opacity": 0.13}))
		}
		option["series"] = series
	}
}
