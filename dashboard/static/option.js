// Completes the option of a chart for drawing: colours by name, fonts, the words of tooltips. One source for both places
// where charts are drawn: in the browser (charts.js) and on the server (package svg). Nothing here touches a page.
//
// A data item may carry, beside its value:
//   t  the figure as text, with unit, exactly as the table shows it
//   n  notes: an interval, a flag, why there is no figure
//   h  what stands over it in place of its name
//   u  where a click leads: the cell of a report, or the district's own page
// A label may carry "share": its items' names, percentages, are written inside their bars, where there is room.
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

  // Where Chinese text may not be broken: before what closes, after what opens, within a word or number of another script.
  var closing = '）」』】》〉、，。；：？！％%”’…·', opening = '（「『【《〈“‘', ascii = /[\w.,%+\-]/;

  function joined(before, after) {
    return opening.indexOf(before) >= 0 || closing.indexOf(after) >= 0 || ascii.test(before) && ascii.test(after);
  }

  // ems is about how wide a line is, in heights of its font. A mark that closes it is half empty.
  function ems(line) {
    var sum = line.split('').reduce(function (sum, c) { return sum + (c.charCodeAt(0) < 0x2000 ? 0.58 : 1); }, 0);
    return line && closing.indexOf(line.charAt(line.length - 1)) >= 0 ? sum - 0.5 : sum;
  }

  // filled puts as much into each line as it holds.
  function filled(text, most) {
    var out = [''];
    text.split('').forEach(function (c) {
      var line = out[out.length - 1];
      if (line && ems(line + c) > most) {
        var at = line.length; // back to where the line may end
        while (at > 0 && joined(line.charAt(at - 1), at < line.length ? line.charAt(at) : c)) { at--; }
        if (at === 0) { at = line.length; }
        out[out.length - 1] = line.slice(0, at);
        out.push(line.slice(at));
      }
      out[out.length - 1] += c;
    });
    return out;
  }

  // even breaks a text into as few lines as it needs, about as long as each other.
  function even(text, most) {
    var count = filled(text, most).length;
    for (var least = Math.ceil(ems(text) / count); least < most; least++) {
      var out = filled(text, least);
      if (out.length === count && out.every(function (line) { return ems(line) <= most; })) { return out; }
    }
    return filled(text, most);
  }

  // broken breaks a name where it is put together, 公开率 from （全部办结）, and its parts only where they are too long.
  function broken(text, most) {
    if (ems(text) <= most) { return [text]; }
    var out = [];
    text.replace(/（/g, '\u0000（').replace(/([：、）])(?!$|[：、）\u0000])/g, '$1\u0000').split('\u0000').forEach(function (part) {
      var last = out.length - 1;
      if (last >= 0 && ems(out[last] + part) <= most) { out[last] += part; return; }
      out = out.concat(ems(part) <= most ? [part] : even(part, most));
    });
    return out.filter(Boolean);
  }

  function wrapped(most) {
    return function (name) {
      return String(name).split('\n').map(function (line) { return broken(line, most).join('\n'); }).join('\n');
    };
  }

  // shares writes the names of items inside their bars: of those wide or high enough for them.
  function shares(option, room, height) {
    var upright = [].concat(option.xAxis)[0];
    return function (p) {
      var value = Number(p.value) / 100;
      if (upright.type !== 'category') { return value * (room - 120) >= 30 ? p.name : ''; }
      return value * (height - 66) >= 12.5 && (room - 60) / upright.data.length * 0.62 >= 25 ? p.name : '';
    };
  }

  // themed gives the option as it is drawn on so many pixels of width and height. colour gives a colour by its name,
  // --granted; font is a list of families.
  function themed(source, room, height, colour, font) {
    var narrow = room < 480;
    var option = resolve(source, colour);
    option.animation = false;
    option.backgroundColor = 'transparent';
    option.textStyle = { fontFamily: font, color: colour('--ink-2'), fontSize: 12 };
    option.tooltip = Object.assign({
      renderMode: 'richText', confine: true, backgroundColor: colour('--ground'), borderColor: colour('--rule'), borderWidth: 1,
      padding: [7, 10], textStyle: { color: colour('--ink'), fontSize: 12.5, lineHeight: 19 }, formatter: tooltip
    }, option.tooltip);
    var bars = [].concat(option.series || []).some(function (s) { return s.type === 'bar'; });
    [].concat(option.series || []).forEach(function (s) {
      if (s.label && s.label.share) { s.label.formatter = shares(option, room, height); }
    });
    ['xAxis', 'yAxis'].forEach(function (key) {
      [].concat(option[key] || []).forEach(function (axis) {
        axis.axisLabel = Object.assign({ color: colour('--ink-2'), fontSize: 12 }, axis.axisLabel);
        if (axis.axisLabel.fit) {
          axis.axisLabel.formatter = wrapped(Math.max(36, Math.floor((room - 110) / axis.data.length) - 8) / 12);
        }
        if (narrow && axis.axisLabel.narrow) { Object.assign(axis.axisLabel, axis.axisLabel.narrow); }
        axis.nameTextStyle = Object.assign({ color: colour('--ink-3'), fontSize: 12 }, axis.nameTextStyle);
        axis.axisLine = Object.assign({ lineStyle: { color: colour('--axis') } }, axis.axisLine);
        axis.axisTick = Object.assign({ show: axis.type !== 'value', lineStyle: { color: colour('--axis') } }, axis.axisTick);
        if (axis.links) {
          axis.axisLabel.color = function (name, i) { return axis.links[i] ? colour('--link') : colour('--ink'); };
        }
        // The line bars stand on is not covered by the edge of one that is nothing.
        if (bars && axis.type === 'category') { axis.z = 3; }
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
      chart.setOption(themed(source, width, height, colour, font.replace(/"/g, "'")));
      return chart.renderToSVGString();
    } finally {
      chart.dispose();
    }
  }

  return { themed: themed, svg: svg };
})();
