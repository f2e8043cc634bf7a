// Runs inside a goja runtime, after echarts.min.js and option.js.

// There are no timers: a picture is drawn at once, and what the library would do later nobody would see.
function setTimeout() { return 0; }
function clearTimeout() {}

var echarts, measureText; // set by the scripts before, and by engine.go

// draw is called from engine.go. look is {colors: {"--ink": "#000"}, font: "…"}.
function draw(option, width, height, look) {
  var seen = JSON.parse(look);
  echarts.setPlatformAPI({
    measureText: function (text, font) { return { width: measureText(String(text || ''), String(font || '')) }; }
  });
  return tongjian.svg(echarts, JSON.parse(option), width, height, function (name) {
    return Object.prototype.hasOwnProperty.call(seen.colors, name) ? seen.colors[name] : '';
  }, seen.font);
}
