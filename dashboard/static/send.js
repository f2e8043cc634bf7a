// Sending files by dragging them, and the progress of what was sent. The forms work without it.
(function () {
  'use strict';

  function each(list, act) { Array.prototype.forEach.call(list, act); }

  each(document.querySelectorAll('form[data-send]'), function (form) {
    var drop = form.querySelector('[data-drop]');
    var input = form.querySelector('[data-files]');
    var folder = form.querySelector('[data-folder]');
    var list = form.querySelector('[data-chosen]');
    var wrong = form.querySelector('[data-wrong]');
    var sending = form.querySelector('[data-sending]');
    var most = { files: +form.dataset.maxFiles, file: +form.dataset.maxFile, total: +form.dataset.maxTotal };
    var files = [];
    var busy = false;

    input.required = false;
    input.addEventListener('change', function () { take(named(input.files)); });
    if (folder) { folder.addEventListener('change', function () { take(named(folder.files)); }); }

    function named(chosen) {
      return Array.prototype.map.call(chosen, function (file) { return { file: file, name: file.webkitRelativePath || file.name }; });
    }

    function take(more) {
      files = most.files === 1 ? more.slice(0, 1) : files.concat(more.filter(function (m) {
        return !files.some(function (f) { return f.name === m.name && f.file.size === m.file.size; });
      }));
      show();
    }

    function show() {
      var shown = files.slice(0, 12);
      list.textContent = '';
      shown.forEach(function (f) { add(f.name + '（' + size(f.file.size) + '）'); });
      if (files.length > shown.length) { add('……共 ' + files.length + ' 个文件'); }
      list.hidden = files.length === 0;
      say(tooMuch());
    }

    function add(text) {
      var item = document.createElement('li');
      item.textContent = text;
      list.appendChild(item);
    }

    function size(bytes) { return bytes < 1048576 ? Math.ceil(bytes / 1024) + ' KB' : (bytes / 1048576).toFixed(1) + ' MB'; }

    function tooMuch() {
      var total = 0;
      var large = '';
      files.forEach(function (f) {
        total += f.file.size;
        if (f.file.size > most.file && !/\.zip$/i.test(f.name)) { large = f.name; }
      });
      if (files.length > most.files) { return '选了 ' + files.length + ' 个文件，一次最多 ' + most.files + ' 个：请分几次发送。'; }
      if (large) { return '“' + large + '”超过 ' + size(most.file) + '，请检查是不是选错了文件。'; }
      if (total > most.total) { return '共 ' + size(total) + '，一次最多 ' + size(most.total) + '：请分几次发送。'; }
      return '';
    }

    function say(text) {
      wrong.textContent = text;
      wrong.hidden = !text;
    }

    ['dragenter', 'dragover'].forEach(function (name) {
      drop.addEventListener(name, function (event) {
        event.preventDefault();
        drop.classList.add('over');
      });
    });
    drop.addEventListener('dragleave', function () { drop.classList.remove('over'); });
    drop.addEventListener('drop', function (event) {
      event.preventDefault();
      drop.classList.remove('over');
      gather(event.dataTransfer, take);
    });

    // A dropped folder is read to its end; browsers that cannot give its files.
    function gather(given, done) {
      var entries = [];
      each(given.items || [], function (item) {
        var entry = item.webkitGetAsEntry && item.webkitGetAsEntry();
        if (entry) { entries.push(entry); }
      });
      if (entries.length === 0) {
        done(named(given.files));
        return;
      }
      var found = [];
      var open = 1;
      function left() {
        open -= 1;
        if (open === 0) { done(found); }
      }
      function walk(entry) {
        open += 1;
        if (entry.isFile) {
          entry.file(function (file) {
            found.push({ file: file, name: entry.fullPath.replace(/^\//, '') });
            left();
          }, left);
          return;
        }
        var reader = entry.createReader();
        (function more() {
          reader.readEntries(function (some) {
            if (some.length === 0) {
              left();
              return;
            }
            each(some, walk);
            more();
          }, left);
        })();
      }
      each(entries, walk);
      left();
    }

    form.addEventListener('submit', function (event) {
      event.preventDefault();
      if (busy) { return; }
      if (files.length === 0) {
        say('请先选择要发送的文件。');
        return;
      }
      if (tooMuch()) { return; }
      var data = new FormData();
      files.forEach(function (f) { data.append('file', f.file, f.name); });
      var request = new XMLHttpRequest();
      var bar = sending.querySelector('progress');
      var said = sending.querySelector('[data-sent]');
      busy = true;
      sending.hidden = false;
      request.open('POST', form.action);
      request.setRequestHeader('Accept', 'application/json');
      request.upload.addEventListener('progress', function (e) {
        if (!e.lengthComputable) { return; }
        bar.value = 100 * e.loaded / e.total;
        said.textContent = '已发送 ' + size(e.loaded) + '／' + size(e.total);
      });
      request.addEventListener('load', function () {
        if (request.status === 201) {
          window.location.href = JSON.parse(request.responseText).to;
          return;
        }
        failed(reason(request.responseText));
      });
      request.addEventListener('error', function () { failed('网络中断，没有收下任何文件。请重新发送。'); });
      request.send(data);
    });

    function failed(text) {
      busy = false;
      sending.hidden = true;
      say(text);
    }

    // What the server says is a page for people: its title and its sentence.
    function reason(html) {
      var page = new DOMParser().parseFromString(html, 'text/html');
      var title = page.querySelector('h1');
      var detail = page.querySelector('.problem p');
      return (title ? title.textContent + '：' : '') + (detail ? detail.textContent : '没有收下任何文件。');
    }
  });

  // Progress comes as it is made; the page is shown anew when it is done.
  each(document.querySelectorAll('[data-progress]'), function (card) {
    if (card.dataset.ended === 'true' || !window.EventSource) { return; }
    var source = new EventSource(card.dataset.progress);
    source.onmessage = function (event) {
      var now = JSON.parse(event.data);
      var bar = card.querySelector('progress');
      var state = card.querySelector('[data-state]');
      var finished = card.querySelector('[data-finished]');
      bar.max = now.files;
      if (now.finished) { bar.value = now.finished; }
      if (state) { state.textContent = now.label; }
      if (finished) { finished.textContent = now.finished; }
      if (now.ended) {
        source.close();
        window.location.reload();
      }
    };
  });
})();
