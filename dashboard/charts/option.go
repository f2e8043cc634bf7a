package charts

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
)

// built is what every chart type of go-echarts offers.
type built interface {
	Validate()
	JSON() map[string]any
}

// patch sets what go-echarts has no field for, in the option as it will be sent. The data of a series is as it was given.
type patch func(option map[string]any)

// encode gives the option as JSON. Marshal escapes <, > and &, so that the text can stand in a data block of a page.
func encode(c built, patches ...patch) (json.RawMessage, error) {
	c.Validate()
	configured := c.JSON()
	// What is drawn is most of an option, and no patch needs it apart: it is left out here and encoded once, at the end.
	series, _ := configured["series"].(echarts.MultiSeries)
	bare := slices.Clone(series)
	for i := range bare {
		bare[i].Data = nil
	}
	configured["series"] = bare
	text, err := json.Marshal(configured)
	if err != nil {
		return nil, fmt.Errorf("encoding a chart: %w", err)
	}
	var option map[string]any
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber() // exact decimals stay as they are
	if err := dec.Decode(&option); err != nil {
		return nil, fmt.Errorf("encoding a chart: %w", err)
	}
	for i, m := range seriesOf(option) {
		if series[i].Data != nil {
			m["data"] = series[i].Data
		}
	}
	for _, p := range patches {
		p(option)
	}
	// Empty components make the library load what is not used.
	for _, key := range []string{"title", "toolbox", "legend"} {
		if m, ok := option[key].(map[string]any); ok && len(m) == 0 {
			delete(option, key)
		}
	}
	text, err = json.Marshal(option)
	if err != nil {
		return nil, fmt.Errorf("encoding a chart: %w", err)
	}
	return text, nil
}

// set gives a top-level key of the option a value.
func set(key string, value any) patch {
	return func(option map[string]any) { option[key] = value }
}

// everySeries sets a key of all series of a type.
func everySeries(kind, key string, value any) patch {
	return func(option map[string]any) {
		list, _ := option["series"].([]any)
		for _, s := range list {
			if m, ok := s.(map[string]any); ok && m["type"] == kind {
				m[key] = value
			}
		}
	}
}

// seriesKey sets a key of the series of a name.
func seriesKey(name, key string, value any) patch {
	return func(option map[string]any) {
		list, _ := option["series"].([]any)
		for _, s := range list {
			if m, ok := s.(map[string]any); ok && m["name"] == name {
				m[key] = value
			}
		}
	}
}

// axisKey sets a key of the first axis: xAxis or yAxis.
func axisKey(axis, key string, value any) patch {
	return func(option map[string]any) {
		switch a := option[axis].(type) {
		case []any:
			if m, ok := a[0].(map[string]any); ok {
				m[key] = value
			}
		case map[string]any:
			a[key] = value
		}
	}
}

// add appends a series to a chart.
func add(list *echarts.MultiSeries, s ...echarts.SingleSeries) { *list = append(*list, s...) }

func itoa(n int) string { return strconv.Itoa(n) }
