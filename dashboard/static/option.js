// Completes the option of a chart for drawing: colours by name, fonts, the words of tooltips. One source for both places
// where charts are drawn: in the browser (charts.js) and on the server (package svg). Nothing here touches a page.
//
// A data item may carry, beside its value:
//   t  the figure as text, with unit, exactly as the table shows it
//   n  notes: an interval, a flag, why there is no figure
//   h  what stands over it in place of its name
//   u  where a click leads: the cell of a report, or the district's own page
var tongjian = (function () {
  'use strict';

  // resolve replaces every "var(--name)" of an option by the colour of that name.
  function resolve(node, colour) {
    if (typeof node === 'string') {
      return node.indexOf('var(--') === 0 ? colour(node.slice(4, -1)) : node;
    }
    if (Array.isArray(node)) {
      return node.map(function (part) { return resolve(part, colour); });
    }
    if (node && typeof node === 'object') {
      var out = {};
      Object.keys(node).forEach(function (key) { out[key] = resolve(node[key], colour); });
      return out;
    }
    return node;
  }

  // plain keeps the text of a report from being read as a rich text tag.
  function plain(text) { return String(text).replace(/[{}]/g, function (c) { return c === '{' ? '｛' : '｝'; }); }

  function lines(p, withSeries) {
    var d = p.data || {};
    var out = [(withSeries && p.seriesName ? plain(p.seriesName) + '　' : '') + plain(d.t === undefined ? p.value : d.t)];
    if (d.n) { out.push(plain(d.n)); }
    return out;
  }

  function tooltip(params) {
    if (!Array.isArray(params)) {
      if (!params.data || params.data.t === undefined) { return ''; }
      var one = [plain(params.data.h || params.name)].concat(lines(params, !params.data.h));
      if (params.data.u) { one.push('点击查看来源'); }
      return one.join('\n');
    }
    var all = [];
    params.forEach(function (p) {
      if (!p.data || p.data.t === undefined) { return; }
      if (!all.length) { all.push(plain(p.axisValueLabel || p.name)); }
      all = all.concat(lines(p, true));
    });
    return all.join('\n');
  }

  // themed gives the option as it is drawn on so many pixels of width. colour gives a colour by its name, --granted; font
  // is a list of families.
  function themed(source, room, colour, font) {
    var narrow = room < 480;
    var option = resolve(source, colour);
    option.animation = false;
    option.backgroundColor = 'transparent';
    option.textStyle = { fontFamily: font, color: colour('--ink-2'), fontSize: 12 };
    option.tooltip = Object.assign({
      renderMode: 'richText', confine: true, backgroundColor: colour('--ground'), borderColor: colour('--rule'), borderWidth: 1,
      padding: [7, 10], textStyle: { color: colour('--ink'), fontSize: 12.5, lineHeight: 19 }, formatter: tooltip
    }, option.tooltip);
    ['xAxis', 'yAxis'].forEach(function (key) {
      [].concat(option[key] || []).forEach(function (axis) {
        axis.axisLabel = Object.assign({ color: colour('--ink-2'), fontSize: 12 }, axis.axisLabel);
        if (axis.axisLabel.fit) { axis.axisLabel.width = Math.max(36, Math.floor((room - 110) / axis.data.length) - 8); }
        if (narrow && axis.axisLabel.narrow) { Object.assign(axis.axisLabel, axis.axisLabel.narrow); }
        axis.nameTextStyle = Object.assign({ color: colour('--ink-3'), fontSize: 12 }, axis.nameTextStyle);
        axis.axisLine = Object.assign({ lineStyle: { color: colour('--axis') } }, axis.axisLine);
        axis.axisTick = Object.assign({ show: axis.type !== 'value', lineStyle: { color: colour('--axis') } }, axis.axisTick);
        if (axis.links) {
          axis.axisLabel.color = function (name, i) { return axis.links[i] ? colour('--link') : colour('--ink'); };
        }
        axis.splitLine = Object.assign({ lineStyle: { color: colour('--grid') } }, axis.splitLine);
      });
    });
    if (narrow) { // names at the ends of lines have no room; the legend above has them
      var named = false;
      [].concat(option.series || []).forEach(function (s) {
        if (s.endLabel) { s.endLabel.show = false; named = true; }
        if (s.type === 'sankey') { s.right = 106; } // as wide as the longest name beside it
      });
      if (named) { [].concat(option.grid || []).forEach(function (g) { g.right = 18; }); }
    }
    return option;
  }

  // svg draws a chart as the text of an SVG image.
  function svg(echarts, source, width, height, colour, font) {
    var chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: width, height: height });
    try {
      // The library writes families into an attribute as they are: quotes would end it.
      chart.setOption(themed(source, width, colour, font.replace(/"/g, "'")));
      return chart.renderToSVGString();
    } finally {
      chart.dispose();
    }
  }

  return { themed: themed, svg: svg };
})();
