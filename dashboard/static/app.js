// Small comforts; every page is complete without them.
(function () {
  'use strict';

  // A choice in the filter takes effect at once.
  Array.prototype.forEach.call(document.querySelectorAll('form[data-auto]'), function (form) {
    form.addEventListener('change', function (event) {
      if (event.target.hasAttribute('data-wait')) { return; }
      submit(form);
    });
    form.addEventListener('submit', function () { prune(form); });
  });

  function submit(form) {
    prune(form);
    form.submit();
  }

  // Empty fields stay out of the address, so that links are short.
  function prune(form) {
    Array.prototype.forEach.call(form.elements, function (field) {
      if (field.name && field.value === '') { field.disabled = true; }
    });
  }

  // Coming back with the browser's button finds the fields usable again.
  window.addEventListener('pageshow', function () {
    Array.prototype.forEach.call(document.querySelectorAll('form [name][disabled]'), function (field) { field.disabled = false; });
  });

  // 链接 copies the address of exactly this view, where the browser allows it.
  Array.prototype.forEach.call(document.querySelectorAll('a[data-copy]'), function (link) {
    link.addEventListener('click', function (event) {
      if (!navigator.clipboard) { return; }
      event.preventDefault();
      navigator.clipboard.writeText(link.href).then(function () {
        var was = link.textContent;
        link.textContent = '已复制';
        window.setTimeout(function () { link.textContent = was; }, 1500);
      }, function () { window.location.href = link.href; });
    });
  });

  // 表格 in a figure's menu opens the table it points to.
  Array.prototype.forEach.call(document.querySelectorAll('a[data-open]'), function (link) {
    link.addEventListener('click', function () {
      var details = document.getElementById(link.getAttribute('data-open'));
      if (details) { details.open = !details.open || details.open; }
    });
  });
  // Print shows what is folded away: definitions and tables.
  var folded = [];
  window.addEventListener('beforeprint', function () {
    folded = Array.prototype.filter.call(document.querySelectorAll('details.print'), function (d) { return !d.open; });
    folded.forEach(function (d) { d.open = true; });
  });
  window.addEventListener('afterprint', function () { folded.forEach(function (d) { d.open = false; }); });
})();
