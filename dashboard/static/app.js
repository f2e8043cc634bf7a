// Small comforts; every page is complete without them.
(function () {
  'use strict';

  // A choice in the filter takes effect at once. One made by key does not: each arrow is a choice, and the wanted one may be
  // further down. Enter or the button that comes then applies it.
  Array.prototype.forEach.call(document.querySelectorAll('form[data-auto]'), function (form) {
    var byKey = false;
    form.addEventListener('keydown', function () { byKey = true; });
    form.addEventListener('pointerdown', function () { byKey = false; });
    form.addEventListener('change', function (event) {
      if (event.target.hasAttribute('data-wait')) { return; }
      if (byKey) { form.classList.add('chosen-by-key'); } else { submit(form); }
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

  // Ctrl and Enter ask a query.
  Array.prototype.forEach.call(document.querySelectorAll('.ask textarea'), function (field) {
    field.addEventListener('keydown', function (event) {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); field.form.submit(); }
    });
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

  // On a narrow screen the row of pages opens at the one shown, and so do rows of choices.
  Array.prototype.forEach.call(document.querySelectorAll('.pages, nav.controls'), function (row) {
    var current = row.querySelector('[aria-current]');
    if (current) { row.scrollLeft = current.offsetLeft - row.offsetLeft - 40; }
  });

  // A table of years that is wider than the screen opens at the newest; what the rows are stays in sight.
  function newest(table) {
    var heads = Array.prototype.filter.call(table.querySelectorAll('thead th'), function (head) { return head.offsetWidth > 0; });
    var years = heads.filter(function (head) { return /^(19|20)\d\d$/.test(head.textContent); });
    if (years.length < 2 || heads.indexOf(years[0]) > (table.classList.contains('filing') ? 2 : 1)) { return; }
    var room = table.parentNode, over = years[years.length - 1].getBoundingClientRect().right - room.getBoundingClientRect().right;
    if (over > 0) { room.scrollLeft += over; }
  }
  function showNewest(within) { Array.prototype.forEach.call(within.querySelectorAll('.scroll > .data'), newest); }
  showNewest(document);
  document.addEventListener('toggle', function (event) { if (event.target.open) { showNewest(event.target); } }, true);

  // On paper nothing can be opened: what a page keeps folded for the eye alone is printed in full.
  var folded = [];
  window.addEventListener('beforeprint', function () {
    folded = Array.prototype.slice.call(document.querySelectorAll('details.dictionary:not([open])'));
    folded.forEach(function (part) { part.open = true; });
  });
  window.addEventListener('afterprint', function () {
    folded.forEach(function (part) { part.open = false; });
  });

  // The document beside a report opens where the chosen cell stands in it.
  var pane = document.querySelector('.document');
  var here = pane && pane.querySelector('.here');
  if (here) {
    pane.scrollTop = here.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop - pane.clientHeight / 3;
    pane.scrollLeft = here.getBoundingClientRect().left - pane.getBoundingClientRect().left + pane.scrollLeft - pane.clientWidth / 2;
  }

})();
