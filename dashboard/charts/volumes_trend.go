package charts

import (
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongjian/queries"
)

// volumesTrend: how many requests came, were closed, and went on into the next year?
func volumesTrend(v *queries.VolumeSet, l Links) (Chart, error) {
	pick := []struct {
		key, name string
		figure    func(queries.VolumeYear) queries.Figure
	}{
		{"requests.received", "本年新收", func(y queries.VolumeYear) queries.Figure { return y.Received }},
		{"outcome.total", "本年办结", func(y queries.VolumeYear) queries.Figure { return y.Closed }},
		{"requests.carried_out", "结转下年", func(y queries.VolumeYear) queries.Figure { return y.CarriedOut }},
	}
	var lines []line
	var keys []string
	for i, p := range pick {
		ln := line{name: p.name, paint: seriesPaint(i), dashed: i == 1}
		for _, y := range v.Total.Years {
			ln.cells = append(ln.cells, l.cell(v.Total.Entity, y.Year, p.key, p.figure(y)))
		}
		lines = append(lines, ln)
		keys = append(keys, p.key)
	}
	b, patches := lineChart(v.Years, lines, opts.YAxis{Type: "value", MinInterval: 1}, breaksOf(v.Frame, keys...))
	return Chart{
		Name: "volumes-trend", Title: "收到和办结的申请逐年怎样变化？", Unit: "件",
		Definitions: lookup(keys...), Legend: legendOf(lines), Table: linesTable("项目", v.Years, lines),
	}.drawn(290, b, patches...)
}
