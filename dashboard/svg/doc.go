// Package svg draws charts without a browser. The options package charts has built are drawn by ECharts itself, the same
// bundle browsers get, inside a JavaScript runtime written in Go (goja), as SVG: so a chart is there at once, without
// scripts, on paper and in a Word document, and it is the chart the browser draws.
//
// The way of a picture, in the order of the files:
//
//  1. drawer.go: a [Drawer] keeps a few runtimes, made when first needed, and bounds what one picture may take: size of the
//     option, time, size of the drawing.
//  2. engine.go, engine.js: one runtime. It has no files, no network, no clock; all it knows is the option and the colours.
//  3. measure.go: how wide text is, which a runtime without fonts cannot know.
//  4. clean.go: what comes out is read again as XML, and only what a drawing consists of is written on. Labels are data
//     from reports; whatever stands in them stays text.
//  5. sheet.go: panels under one title with legend and source, as one picture to take away.
package svg
