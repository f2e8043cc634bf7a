// Makes the form of the comparison page pleasant: it searches while one types, and keeps addresses short. Without this script
// the buttons of the form do the same.
(function () {
  'use strict';

  var form = document.querySelector('.picker form');
  if (!form || !window.fetch || !window.DOMParser) { return; }
  var box = form.querySelector('[name=find]');
  var waiting = null;
  var asked = 0;

  // address is where the form would lead, without what is empty.
  function address() {
    var pairs = [];
    new FormData(form).forEach(function (value, name) {
      if (value !== '') { pairs.push(encodeURIComponent(name) + '=' + encodeURIComponent(value)); }
    });
    return form.getAttribute('action').split('#')[0] + '?' + pairs.join('&');
  }

  // search asks the server for the same page with what is typed, and takes the list of entities found out of it.
  function search() {
    var turn = ++asked;
    fetch(address(), { credentials: 'same-origin' }).then(function (answer) {
      return answer.ok ? answer.text() : null;
    }).then(function (text) {
      var found = text && new DOMParser().parseFromString(text, 'text/html').getElementById('found');
      if (found && turn === asked) { keepTicks(found); }
    });
  }

  // keepTicks puts a new list in place of the old one; what was ticked in the old one moves to the entities chosen.
  function keepTicks(found) {
    var old = document.getElementById('found');
    var chosen = form.querySelector('.chips');
    Array.prototype.forEach.call(old.querySelectorAll('input:checked:not(:disabled)'), function (input) {
      var label = document.createElement('label');
      label.className = 'chip';
      var name = document.createElement('span');
      name.textContent = input.nextSibling.textContent.trim();
      label.appendChild(input);
      label.appendChild(name);
      chosen.appendChild(label);
    });
    old.parentNode.replaceChild(document.importNode(found, true), old);
  }

  box.addEventListener('input', function (event) {
    if (event.isComposing) { return; }
    window.clearTimeout(waiting);
    waiting = window.setTimeout(search, 250);
  });
  box.addEventListener('compositionend', function () {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(search, 250);
  });

  // Empty fields stay out of the address.
  form.addEventListener('submit', function () {
    Array.prototype.forEach.call(form.elements, function (field) {
      if (field.name && field.value === '') { field.disabled = true; }
    });
  });

  // The link above the charts opens the form.
  function open() {
    if (window.location.hash === '#picker') { form.parentNode.open = true; }
  }
  window.addEventListener('hashchange', open);
  Array.prototype.forEach.call(document.querySelectorAll('a[href="#picker"]'), function (link) {
    link.addEventListener('click', function () { form.parentNode.open = true; });
  });
  open();
})();
