// Places the charts of a page. Each .plot shows a picture the server has drawn; where this script runs, a canvas that can be
// pointed at and clicked takes its place, of the same size. Each .plot names the data block that holds its option as the
// server built it; option.js completes it for drawing; nothing here computes a figure.
(function () {
  'use strict';

  var dark = window.matchMedia('(prefers-color-scheme: dark)');
  var placed = [];
  var svgSpace = 'http://www.w3.org/2000/svg';

  // colour looks a name up in the style sheet as it applies now.
  function palette() {
    var style = getComputedStyle(document.documentElement);
    return function (name) { return style.getPropertyValue(name).trim(); };
  }

  function font() { return getComputedStyle(document.body).fontFamily; }

  function draw(place) {
    place.chart.setOption(tongjian.themed(place.source, place.node.clientWidth, place.node.clientHeight, palette(), font()), { notMerge: true });
    place.node.setAttribute('data-drawn', '1');
  }

  // size gives a plot the room its picture had.
  function size(node) {
    if (node.getAttribute('data-height')) { node.style.height = node.getAttribute('data-height') + 'px'; }
    if (node.getAttribute('data-min-width')) { node.style.minWidth = node.getAttribute('data-min-width') + 'px'; }
  }

  // replace takes the picture away and keeps what it said for those who cannot see it.
  function replace(node) {
    var picture = node.querySelector('picture');
    if (!picture) { return; }
    node.setAttribute('role', 'img');
    node.setAttribute('aria-label', picture.querySelector('img').alt);
    node.removeChild(picture);
  }

  function put(node) {
    var block = document.getElementById(node.getAttribute('data-option'));
    if (!block || !window.echarts) { return; }
    var source = JSON.parse(block.textContent);
    size(node);
    replace(node);
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

  // While a page is printed each canvas is covered by lines and letters, which stay sharp on paper, at the paper's width.
  function printing(on) {
    return function () {
      document.documentElement.classList[on ? 'add' : 'remove']('printing');
      placed.forEach(function (place) {
        place.node.style.minWidth = on ? '' : (place.node.getAttribute('data-min-width') || 0) + 'px';
        (on ? paper : screen)(place);
      });
      if (!on) { redraw(); }
    };
  }

  function paper(place) {
    var source = Object.assign({}, place.source);
    var legend = [].concat(place.chart.getOption().legend)[0];
    if (legend) { source.legend = Object.assign({}, source.legend, { selected: legend.selected }); }
    var text = tongjian.svg(window.echarts, source, place.node.clientWidth, place.node.clientHeight, palette(), font());
    // The policy of the site refuses styles that come as text. Labels cannot be meant here: their < and " are escaped.
    text = text.replace(/<style[\s\S]*?<\/style>/g, '').replace(/ style="/g, ' data-style="');
    var sheet = copy(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement);
    sheet.setAttribute('class', 'paper');
    place.node.appendChild(sheet);
  }

  // copy builds an SVG element anew, in this document; styles are set as a script may set them.
  function copy(from) {
    var to = document.createElementNS(svgSpace, from.nodeName);
    Array.prototype.forEach.call(from.attributes, function (a) {
      if (a.name === 'data-style') { to.style.cssText = a.value; } else if (a.name.indexOf('xmlns') !== 0) { to.setAttribute(a.name, a.value); }
    });
    Array.prototype.forEach.call(from.childNodes, function (child) {
      if (child.nodeType === 3) { to.appendChild(document.createTextNode(child.nodeValue)); }
      if (child.nodeType === 1) { to.appendChild(copy(child)); }
    });
    return to;
  }

  function screen(place) {
    var sheet = place.node.querySelector('.paper');
    if (sheet) { place.node.removeChild(sheet); }
  }

  window.addEventListener('beforeprint', printing(true));
  window.addEventListener('afterprint', printing(false));
  document.documentElement.setAttribute('data-charts', String(placed.length));
})();
