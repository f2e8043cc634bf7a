// Places the charts of a page. Each .plot names the data block that holds its option as the server built it; nothing here
// computes a figure. A data item may carry, beside its value:
//   t  the figure as text, with unit, exactly as the table shows it
//   n  notes: an interval, a flag, why there is no figure
//   u  where a click leads: the cell of a report, or the district's own page
(function () {
  'use strict';

  var dark = window.matchMedia('(prefers-color-scheme: dark)');
  var placed = [];

  // resolve replaces every "var(--name)" of an option by the colour the style sheet gives that name now.
  function resolve(node, style) {
    if (typeof node === 'string') {
      return node.indexOf('var(--') === 0 ? style.getPropertyValue(node.slice(4, -1)).trim() : node;
    }
    if (Array.isArray(node)) {
      return node.map(function (part) { return resolve(part, style); });
    }
    if (node && typeof node === 'object') {
      var out = {};
      Object.keys(node).forEach(function (key) { out[key] = resolve(node[key], style); });
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

  function themed(source, room) {
    var narrow = room < 480;
    var style = getComputedStyle(document.documentElement);
    var option = resolve(source, style);
    var v = function (name) { return style.getPropertyValue(name).trim(); };
    option.animation = false;
    option.backgroundColor = 'transparent';
    option.textStyle = { fontFamily: getComputedStyle(document.body).fontFamily, color: v('--ink-2'), fontSize: 12 };
    option.tooltip = Object.assign({
      renderMode: 'richText', confine: true, backgroundColor: v('--ground'), borderColor: v('--rule'), borderWidth: 1,
      padding: [7, 10], textStyle: { color: v('--ink'), fontSize: 12.5, lineHeight: 19 }, formatter: tooltip
    }, option.tooltip);
    ['xAxis', 'yAxis'].forEach(function (key) {
      [].concat(option[key] || []).forEach(function (axis) {
        axis.axisLabel = Object.assign({ color: v('--ink-2'), fontSize: 12 }, axis.axisLabel);
        if (axis.axisLabel.fit) { axis.axisLabel.width = Math.max(36, Math.floor((room - 110) / axis.data.length) - 8); }
        if (narrow && axis.axisLabel.narrow) { Object.assign(axis.axisLabel, axis.axisLabel.narrow); }
        axis.nameTextStyle = Object.assign({ color: v('--ink-3'), fontSize: 12 }, axis.nameTextStyle);
        axis.axisLine = Object.assign({ lineStyle: { color: v('--axis') } }, axis.axisLine);
        axis.axisTick = Object.assign({ show: axis.type !== 'value', lineStyle: { color: v('--axis') } }, axis.axisTick);
        if (axis.links) {
          axis.axisLabel.color = function (name, i) { return axis.links[i] ? v('--link') : v('--ink'); };
        }
        axis.splitLine = Object.assign({ lineStyle: { color: v('--grid') } }, axis.splitLine);
      });
    });
    if (narrow) { // names at the ends of lines have no room; the legend above has them
      [].concat(option.series || []).forEach(function (s) { if (s.endLabel) { s.endLabel.show = false; } });
      [].concat(option.grid || []).forEach(function (g) { if (Number(g.right) > 20) { g.right = 14; } });
    }
    return option;
  }

  function draw(place) {
    place.chart.setOption(themed(place.source, place.node.clientWidth), { notMerge: true });
    place.node.setAttribute('data-drawn', '1');
  }

  function put(node) {
    var block = document.getElementById(node.getAttribute('data-option'));
    if (!block || !window.echarts) { return; }
    var source = JSON.parse(block.textContent);
    if (node.getAttribute('data-height')) { node.style.height = node.getAttribute('data-height') + 'px'; }
    if (node.getAttribute('data-min-width')) { node.style.minWidth = node.getAttribute('data-min-width') + 'px'; }
    var chart = window.echarts.init(node, null, { renderer: 'canvas' });
    var place = { node: node, chart: chart, source: source, width: node.clientWidth };
    placed.push(place);
    draw(place);
    chart.on('click', function (p) {
      var link = p.data && p.data.u;
      if (p.targetType === 'axisLabel') {
        var axis = [].concat(source[p.componentType])[p.componentIndex || 0];
        link = axis.links && axis.links[axis.data.indexOf(p.value)];
      }
      // Only links of this site: an option is data, and data may come from a report.
      if (typeof link === 'string' && link.charAt(0) === '/' && link.charAt(1) !== '/') { window.location.href = link; }
    });
    chart.on('mouseover', function (p) {
      chart.getZr().setCursorStyle(p.data && p.data.u ? 'pointer' : 'default');
    });
    if (window.ResizeObserver) {
      new ResizeObserver(function () {
        if (node.clientWidth === place.width || node.clientWidth === 0) { return; }
        place.width = node.clientWidth;
        chart.resize();
        draw(place);
      }).observe(node);
    }
    toggles(node, chart);
  }

  // toggles makes the legend's entries switch their series on and off.
  function toggles(node, chart) {
    var figure = node.closest('.figure');
    if (!figure) { return; }
    Array.prototype.forEach.call(figure.querySelectorAll('.legend [data-series]'), function (entry) {
      entry.addEventListener('click', function () {
        chart.dispatchAction({ type: 'legendToggleSelect', name: entry.getAttribute('data-series') });
        if (node === figure.querySelector('.plot')) {
          var off = entry.getAttribute('aria-pressed') === 'true';
          entry.setAttribute('aria-pressed', off ? 'false' : 'true');
        }
      });
    });
  }

  function redraw() {
    placed.forEach(function (place) {
      place.width = place.node.clientWidth;
      place.chart.resize();
      draw(place);
      place.chart.getZr().flush();
    });
  }

  Array.prototype.forEach.call(document.querySelectorAll('.plot[data-option]'), put);
  if (dark.addListener) { dark.addListener(redraw); }
  function printing(on) {
    return function () {
      document.documentElement.classList[on ? 'add' : 'remove']('printing');
      placed.forEach(function (place) { place.node.style.minWidth = on ? '' : (place.node.getAttribute('data-min-width') || 0) + 'px'; });
      redraw();
      placed.forEach(on ? paper : screen);
    };
  }

  // paper puts one flat canvas over a chart's layers, of which a browser prints only the uppermost, and finer than the screen's.
  function paper(place) {
    var sheet = place.chart.renderToCanvas({ pixelRatio: 2, backgroundColor: '#fff' });
    sheet.className = 'paper';
    sheet.style.width = place.node.clientWidth + 'px';
    sheet.style.height = place.node.clientHeight + 'px';
    place.node.appendChild(sheet);
  }

  function screen(place) {
    var sheet = place.node.querySelector('.paper');
    if (sheet) { place.node.removeChild(sheet); }
  }

  window.addEventListener('beforeprint', printing(true));
  window.addEventListener('afterprint', printing(false));
  document.documentElement.setAttribute('data-charts', String(placed.length));
})();
