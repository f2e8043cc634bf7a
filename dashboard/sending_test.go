package dashboard

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tongjian/data"
	"tongjian/data/incoming"
	"tongjian/data/office"
)

// counter is the office's counter: a site files can be sent to, over the published world.
type counter struct {
	*gate
	dir  string
	desk *incoming.Desk
}

func newCounter(t *testing.T, set ...func(*Config)) *counter {
	t.Helper()
	c := &counter{dir: t.TempDir()}
	var err error
	if c.desk, err = incoming.Open(c.dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.desk.Close(); err != nil {
			t.Error(err)
		}
	})
	c.gate = newGate(t, func(config *Config) {
		config.Sending = Sending{Desk: c.desk}
		for _, more := range set {
			more(config)
		}
	})
	other := office.Account{Login: "field-office", Name: "field-office", Role: office.RoleOffice, Region: field, Identity: "field-office"}
	if _, err := c.store.AddAccount(t.Context(), office.Actor{Name: "test"}, other, ""); err != nil {
		t.Fatal(err)
	}
	return c
}

// file is one to be sent, under the name its sender gives.
type file struct{ name, text string }

// send sends files as a page of the site does.
func (c *counter) send(t *testing.T, path string, headers []string, files ...file) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for _, f := range files {
		// Browsers escape no more than this.
		name := strings.NewReplacer(`"`, "%22", "\r", "%0D", "\n", "%0A").Replace(f.name)
		part, err := m.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="file"; filename="` + name + `"`}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(f.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, path, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	c.site.ServeHTTP(w, r)
	return w
}

// small are limits a test comes to quickly.
func small(files int) incoming.Limits {
	return incoming.Limits{File: 1 << 20, Total: 3 << 20, Files: files, Silence: 150 * time.Millisecond, Grace: 300 * time.Millisecond, Slowest: 1 << 20}
}

// kept gives the submissions there are, the newest first.
func (c *counter) kept(t *testing.T) []office.Submission {
	t.Helper()
	var list []office.Submission
	err := c.store.Submissions(t.Context(), office.SubmissionFilter{}, func(s office.Submission) bool {
		list = append(list, s)
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// sent is the newest submission, sent by an agency of the roster whose account has a login.
func (c *counter) sent(t *testing.T, login, name string) office.Submission {
	t.Helper()
	if w := c.send(t, "/send", c.as(t, login), file{name, "contents of " + name}); w.Code != http.StatusSeeOther {
		t.Fatalf("%s sends %s: %d\n%s", login, name, w.Code, w.Body)
	}
	return c.kept(t)[0]
}

// read does what the worker does with a submission: it reads a report from it.
func (c *counter) read(t *testing.T, one office.Submission, r data.Report) {
	t.Helper()
	j, ok, err := c.store.ClaimJob(t.Context(), "test", office.JobRead)
	if err != nil || !ok || j.ID != one.Job {
		t.Fatalf("job %d: %v, %v", j.ID, ok, err)
	}
	files, err := c.store.JobFiles(t.Context(), j.ID)
	if err != nil {
		t.Fatal(err)
	}
	placed := office.SentReport{Agency: c.ids[r.Agency], AgencyName: r.Agency, Region: r.Region, Year: r.Year, Scope: r.Scope}
	for _, f := range r.Findings {
		if f.Severity == data.SeverityError {
			placed.Errors++
		}
	}
	for _, err := range []error{
		c.desk.KeepReading(one.ID, incoming.Reading{Document: document(r), Reports: []data.Report{r}}),
		c.store.CheckedFile(t.Context(), j, "test", files[0], office.Checked{Status: office.StatusChecked, Reports: []office.SentReport{placed}}),
		c.store.EndJob(t.Context(), j, "test", office.JobDone, ""),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Names are words and nothing else: they lead nowhere, and are shown as they are.
func TestSentNamesAreNoPaths(t *testing.T) {
	c := newCounter(t)
	zhang := c.as(t, "lake-office")
	names := []string{"../../../etc/passwd", `..\..\boot.ini`, "/etc/cron.d/x", "年报.xlsx", hostile, strings.Repeat("长", 4000) + ".xlsx", "a\u202egnp.xlsx", "区/局/一.docx"}
	var files []file
	for i, name := range names {
		files = append(files, file{name, fmt.Sprintf("contents %d", i)})
	}
	if w := c.send(t, "/send", zhang, files...); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/mine?job=") {
		t.Fatalf("%d %s\n%s", w.Code, w.Header().Get("Location"), w.Body)
	}
	kept := c.kept(t)
	if len(kept) != len(names) {
		t.Fatalf("%d kept of %d", len(kept), len(names))
	}
	for _, s := range kept {
		if strings.Contains(s.Name, "..") || strings.HasPrefix(s.Name, "/") || strings.ContainsAny(s.Name, "\x00\x01\u202e\\") || len([]rune(s.Name)) > 200 {
			t.Errorf("kept as %q", s.Name)
		}
		if b, err := c.desk.Read(s.SHA256); err != nil || !strings.HasPrefix(string(b), "contents ") {
			t.Errorf("%s: %q, %v", s.Name, b, err)
		}
		for _, page := range []string{submissionPath(s.ID), "/mine", "/receive?state=checked"} {
			if w := ask(c.site, http.MethodGet, page, nil, zhang...); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "<script>alert") {
				t.Errorf("%s: %d", page, w.Code)
			}
		}
		w := ask(c.site, http.MethodGet, submissionPath(s.ID)+"/original", nil, zhang...)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
			t.Errorf("original of %s: %d %v", s.Name, w.Code, w.Header())
		}
	}
	entries, err := os.ReadDir(filepath.Join(c.dir, "incoming"))
	entries = slices.DeleteFunc(entries, func(e os.DirEntry) bool { return incoming.Passing(e.Name()) })
	if err != nil || len(entries) != len(names) {
		t.Errorf("%d files in the folder, %v", len(entries), err)
	}
}

// What is too much is refused in a sentence, and nothing of it is kept.
func TestTooMuchIsRefused(t *testing.T) {
	c := newCounter(t)
	zhang := c.as(t, "lake-office")
	c.desk.Limits = small(20)
	many := make([]file, c.desk.Limits.Files+1)
	for i := range many {
		many[i] = file{fmt.Sprintf("%d.txt", i), "x"}
	}
	huge := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/send", strings.NewReader("x"))
	huge.ContentLength = 1 << 30
	huge.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	huge.Header.Set("Cookie", zhang[1])
	w := httptest.NewRecorder()
	c.site.ServeHTTP(w, huge)
	for name, tc := range map[string]struct {
		w      *httptest.ResponseRecorder
		status int
		says   string
	}{
		"a gigabyte":         {w, http.StatusRequestEntityTooLarge, "共 3 MB"},
		"too many files":     {c.send(t, "/send", zhang, many...), http.StatusRequestEntityTooLarge, "一次最多 20 个文件"},
		"one large file":     {c.send(t, "/send", zhang, file{"大.xlsx", strings.Repeat("x", 1<<20+1)}), http.StatusRequestEntityTooLarge, "超过 1 MB"},
		"an archive":         {c.send(t, "/send", zhang, file{"好.xlsx", "x"}, file{"全部.rar", "Rar!"}), http.StatusBadRequest, "请改用 zip"},
		"nothing":            {c.send(t, "/send", zhang), http.StatusBadRequest, "没有收到文件"},
		"leftovers only":     {c.send(t, "/send", zhang, file{".DS_Store", "x"}, file{"~$a.xlsx", "x"}), http.StatusBadRequest, "没有收到文件"},
		"a name no form has": {c.send(t, "/send", zhang, file{"\x00\x01b.xlsx", "x"}), http.StatusBadRequest, "无法读取"},
		"no form":            {ask(c.site, http.MethodPost, "/send", nil, zhang...), http.StatusBadRequest, "没有收到文件"},
		"for what is not":    {c.send(t, "/send?replaces=77", zhang, file{"a.xlsx", "x"}), http.StatusNotFound, "没有这一件报送"},
		"by a leader":        {c.send(t, "/send", c.as(t, "lake-viewer"), file{"a.xlsx", "x"}), http.StatusForbidden, "没有这项权限"},
		"by nobody":          {c.send(t, "/send", nil, file{"a.xlsx", "x"}), http.StatusUnauthorized, "请先登录"},
		"from another site":  {c.send(t, "/send", append([]string{"Sec-Fetch-Site", "cross-site"}, zhang...), file{"a.xlsx", "x"}), http.StatusForbidden, "这里不能写"},
	} {
		if tc.w.Code != tc.status || !strings.Contains(tc.w.Body.String(), tc.says) {
			t.Errorf("%s: %d, want %d with %q\n%.600s", name, tc.w.Code, tc.status, tc.says, tc.w.Body)
		}
	}
	if kept := c.kept(t); len(kept) != 0 {
		t.Errorf("kept: %+v", kept)
	}
}

// drip is a body that gives a few bytes every so often, and so many at most.
type drip struct {
	head  io.Reader
	every time.Duration
	left  int
	given *atomic.Int64
}

func (d *drip) Read(b []byte) (int, error) {
	if n, err := d.head.Read(b); n > 0 || err != io.EOF {
		return n, err
	}
	if d.left <= 0 {
		return 0, io.EOF
	}
	if d.every > 0 {
		b = b[:1]
		<-time.After(d.every)
	}
	n := min(len(b), d.left)
	d.left -= n
	d.given.Add(int64(n))
	return n, nil
}

// A sender too slow is cut off, one who sends without end is refused in a sentence that reaches it, and neither is kept in memory or
// on the disk. The true limits are tried by TestLargeUploads of the command.
func TestEndlessAndSlowUploads(t *testing.T) {
	c := newCounter(t)
	c.desk.Limits = small(20)
	zhang := c.as(t, "lake-office")
	site := httptest.NewServer(c.site)
	defer site.Close()
	head := "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"大.xlsx\"\r\n\r\n"
	for name, tc := range map[string]struct {
		body drip
		says string
	}{
		"a file without end":    {drip{left: 12 << 20}, "超过 1 MB"},
		"a byte now and then":   {drip{left: 10_000, every: 20 * time.Millisecond}, "上传中断"},
		"nothing for some time": {drip{left: 10_000, every: time.Second}, "上传中断"},
		"no end of the form":    {drip{left: 100}, "文件没有收全"},
	} {
		t.Run(name, func(t *testing.T) {
			body := tc.body
			body.head, body.given = strings.NewReader(head), &atomic.Int64{}
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, site.URL+"/send", &body)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
			r.Header.Set("Cookie", zhang[1])
			began := time.Now()
			answer, err := site.Client().Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer answer.Body.Close()
			b, err := io.ReadAll(answer.Body)
			if err != nil || answer.StatusCode < 400 || !strings.Contains(string(b), tc.says) || !strings.Contains(string(b), "没有收下任何文件") {
				t.Errorf("%d %v, want %q\n%.900s", answer.StatusCode, err, tc.says, b)
			}
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("it took %s, and %d bytes", took, body.given.Load())
			}
		})
	}
	left, err := filepath.Glob(filepath.Join(c.dir, "incoming", "part-*"))
	if kept := c.kept(t); err != nil || len(left) > 0 || len(kept) > 0 {
		t.Errorf("left: %q %v, kept: %v", left, err, kept)
	}
}

// An archive is sent as the files in it: what of it cannot be had is named on the page of the sending, and stops nothing else.
func TestSentArchives(t *testing.T) {
	c := newCounter(t)
	c.desk.Limits = small(6)
	zhang := c.as(t, "lake-office")
	packed := func(files ...string) string {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for i := 0; i < len(files); i += 2 {
			w, err := z.Create(files[i])
			if err == nil {
				_, err = w.Write([]byte(files[i+1]))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	large := strings.Repeat("年报", 200<<10)
	mixed := packed("区/一.txt", "one", "../../etc/"+hostile+".txt", "two", "大.txt", large, "区/.DS_Store", "x", "__MACOSX/一.txt", "x", "再压.zip", packed("里.txt", "in"))
	w := c.send(t, "/send", zhang, file{"一月.zip", mixed}, file{"单独.txt", "three"})
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%d\n%s", w.Code, w.Body)
	}
	var names []string
	for _, s := range c.kept(t) {
		names = append(names, s.Name)
		if _, err := c.desk.Read(s.SHA256); err != nil {
			t.Errorf("%s: %v", s.Name, err)
		}
	}
	if len(names) != 4 || names[3] != "一月.zip/区/一.txt" || !strings.HasPrefix(names[2], "一月.zip/etc/") || names[1] != "一月.zip/再压.zip" || names[0] != "单独.txt" {
		t.Errorf("kept %q", names)
	}
	page := ask(c.site, http.MethodGet, w.Header().Get("Location"), nil, zhang...)
	if text := page.Body.String(); page.Code != http.StatusOK || !strings.Contains(text, "1 个文件未能收下") || !strings.Contains(text, "一月.zip/大.txt") || !strings.Contains(text, "解压后太大") {
		t.Errorf("%d\n%s", page.Code, text)
	}
	kept := len(names)
	for name, tc := range map[string]struct {
		zip    string
		status int
		says   string
	}{
		"too many":  {packed("1", "", "2", "", "3", "", "4", "", "5", "", "6", "", "7", ""), http.StatusRequestEntityTooLarge, "压缩包里的逐个计"},
		"too much":  {packed("1", large[:1<<20], "2", large[:1<<20], "3", large[:1<<20], "4", large[:1<<20]), http.StatusRequestEntityTooLarge, "共 3 MB"},
		"damaged":   {mixed[:len(mixed)/2], http.StatusBadRequest, "已损坏"},
		"empty":     {packed(), http.StatusBadRequest, "没有可以读取的文件"},
		"no bytes":  {"", http.StatusBadRequest, "已损坏"},
		"leftovers": {packed("__MACOSX/._a.xlsx", "x"), http.StatusBadRequest, "没有可以读取的文件"},
	} {
		if w := c.send(t, "/send", zhang, file{"全部.zip", tc.zip}); w.Code != tc.status || !strings.Contains(w.Body.String(), tc.says) {
			t.Errorf("%s: %d, want %d with %q\n%.600s", name, w.Code, tc.status, tc.says, w.Body)
		}
	}
	if n := len(c.kept(t)); n != kept {
		t.Errorf("%d kept after what was refused, %d before", n, kept)
	}
	left, err := filepath.Glob(filepath.Join(c.dir, "incoming", "part-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left: %q %v", left, err)
	}
}

// What an agency sends, the agency, its office and those above see; others do not, nor can they do anything about it.
func TestSubmissionsAreSeenByThoseConcerned(t *testing.T) {
	c := newCounter(t)
	agency := c.as(t, "education")
	if w := c.send(t, "/send", agency, file{"年报.xlsx", "x"}); w.Code != http.StatusSeeOther {
		t.Fatalf("%d\n%s", w.Code, w.Body)
	}
	one := c.kept(t)[0]
	if one.From.Agency == 0 || one.From.Region != lake {
		t.Fatalf("%+v", one)
	}
	for login, want := range map[string]int{"education": 200, "lake-office": 200, "city-office": 200, "field-office": 404, "lake-viewer": 403} {
		for _, path := range []string{"", "/original"} {
			if w := ask(c.site, http.MethodGet, submissionPath(one.ID)+path, nil, c.as(t, login)...); w.Code != want {
				t.Errorf("%s asks for %s%s: %d, want %d", login, submissionPath(one.ID), path, w.Code, want)
			}
		}
	}
	for _, act := range []string{"/submit", "/withdraw", "/place"} {
		if w := ask(c.site, http.MethodPost, submissionPath(one.ID)+act, nil, c.as(t, "field-office")...); w.Code != http.StatusNotFound {
			t.Errorf("another district's office: %s gives %d", act, w.Code)
		}
	}
	if w := ask(c.site, http.MethodPost, "/receive", map[string][]string{"sent": {fmt.Sprint(one.ID)}}, agency...); w.Code != http.StatusForbidden {
		t.Errorf("an agency accepts its own: %d", w.Code)
	}
	if got := c.kept(t)[0]; got.Status != office.StatusReceived {
		t.Errorf("%+v", got)
	}
}

// How a job goes is told to who queued it and to who looks after everything. Who sees one file of a sending is not told of those of
// others: one folder put into the inbox may hold what many agencies sent.
func TestJobsAreTheirSendersOwn(t *testing.T) {
	c := newCounter(t)
	own := c.sent(t, "lake-office", "年报.xlsx")
	c.read(t, own, reportOf(0, 2024))
	job, err := c.store.Send(t.Context(), office.Actor{Name: "收件文件夹"}, office.Sending{Channel: office.ChannelInbox, Sender: "收件文件夹",
		Files: []office.SentFile{{Name: "教育局.xlsx", SHA256: "a"}, {Name: "田野区信访局.rar", Refused: "打不开"}}})
	if err != nil {
		t.Fatal(err)
	}
	c.read(t, c.kept(t)[0], reportOf(1, 2024))
	theirs, mixed := fmt.Sprint(own.Job), fmt.Sprint(job.ID)
	for _, tc := range []struct {
		login, page string
		status      int
		refused     bool
	}{
		{"lake-office", "/receive?job=" + theirs, http.StatusOK, false},
		{"root", "/receive?job=" + theirs, http.StatusOK, false},
		{"field-office", "/receive?job=" + theirs, http.StatusNotFound, false},
		{"lake-office", "/receive?job=" + mixed, http.StatusNotFound, false},
		{"root", "/mine?job=" + mixed, http.StatusOK, true},
		{"lake-office", "/mine?job=" + mixed, http.StatusOK, false},
	} {
		w := ask(c.site, http.MethodGet, tc.page, nil, c.as(t, tc.login)...)
		if named := strings.Contains(w.Body.String(), "信访局"); w.Code != tc.status || named != tc.refused {
			t.Errorf("%s asks for %s: %d, want %d; the file refused is named: %t, want %t", tc.login, tc.page, w.Code, tc.status, named, tc.refused)
		}
	}
}

// What was read is laid out as the form prints it, beside what the report of the year before says where that is something else.
func TestASubmissionIsShownBesideTheYearBefore(t *testing.T) {
	c := newCounter(t)
	one := c.returned(t)
	page := ask(c.site, http.MethodGet, submissionPath(one.ID), nil, c.as(t, "education")...).Body.String()
	now, then := received(0, 2024), received(0, 2023)
	for _, says := range []string{`id="t2"`, `id="t4"`, fmt.Sprintf(`%d<small class="then">%d</small>`, now, then), "小字为 2023 年不同的数字", "<b>已退回</b>　表三不平", "把文件拖到这里", "表三“总计”：第一项加第二项不等于第三项加第四项。"} {
		if !strings.Contains(page, says) {
			t.Errorf("the page does not say %q", says)
		}
	}
	report := ask(c.site, http.MethodGet, "/reports/"+strconv.Itoa(c.ids["星湖区教育局 report"]), nil, c.as(t, "education")...).Body.String()
	if !strings.Contains(report, `id="t2"`) || strings.Contains(report, "小字为") || strings.Contains(report, `class="then"`) {
		t.Error("the page of a report has last year's figures in it, or no tables")
	}
}

// Who has a report under way is told from who has sent nothing, and the office accepts what it sent itself without submitting it.
func TestReceivePage(t *testing.T) {
	c := newCounter(t)
	office1 := c.as(t, "lake-office")
	year := reportYear(time.Now())
	if w := c.send(t, "/send", office1, file{"财政局.xlsx", "one"}, file{"教育局.xlsx", "two"}); w.Code != http.StatusSeeOther {
		t.Fatalf("%d\n%s", w.Code, w.Body)
	}
	job, ok, err := c.store.ClaimJob(t.Context(), "w", office.JobRead)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	files, err := c.store.JobFiles(t.Context(), job.ID)
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{"星湖区财政局", "星湖区教育局"} {
		checked := office.Checked{Status: office.StatusChecked, Reports: []office.SentReport{{Agency: c.ids[name], AgencyName: name, Region: lake, Year: year, Scope: data.ScopeOwn, Errors: i}}}
		if err := c.store.CheckedFile(t.Context(), job, "w", files[i], checked); err != nil {
			t.Fatal(err)
		}
	}
	page := func(path string) string {
		t.Helper()
		w := ask(c.site, http.MethodGet, path, nil, office1...)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d\n%s", path, w.Code, w.Body)
		}
		return w.Body.String()
	}
	want := func(text string, parts ...string) {
		t.Helper()
		for _, part := range parts {
			if !strings.Contains(text, part) {
				t.Errorf("does not say %q", part)
			}
		}
	}
	text := page("/receive?state=checked")
	want(text, "已发来，尚未提交", "个没有发来", "/letters.zip?region="+lake, "已勾选没有错误的 1 件")
	if strings.Count(text, `name="sent"`) != 2 || strings.Count(text, " checked>") != 1 {
		t.Error("what was sent by the office cannot be accepted, or is not ticked")
	}
	want(page("/mine?job="+fmt.Sprint(job.ID)), "接收没有错误的 1 件并入库")
	if strings.Contains(page("/mine"), "接收没有错误的") {
		t.Error("the list of all offers to accept")
	}
	second := c.kept(t)[0]
	actor := office.Actor{Name: "test"}
	if err := c.store.Submit(t.Context(), actor, []int64{second.ID}); err != nil {
		t.Fatal(err)
	}
	want(page(submissionPath(c.kept(t)[1].ID)), "下一件待接收", submissionPath(second.ID))
	if err := c.store.Return(t.Context(), actor, second.ID, "请核对", time.Now().AddDate(0, 0, 5)); err != nil {
		t.Fatal(err)
	}
	want(page("/receive?state=returned"), submissionPath(second.ID)+"/letter.docx", "已退回，")
}
