package dashboard

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"tongjian/data/archive"
	"tongjian/data/incoming"
	"tongjian/data/office"
)

const (
	// lastAnswer is how long an answer may take that follows something long.
	lastAnswer = 30 * time.Second
	// mostUploads are received at a time; each holds a connection and writes to the disk.
	mostUploads = 8
	// overhead is what an upload has around its files.
	overhead = 2 << 20
	// swallowed is how much of what is refused is read and thrown away, so that the answer reaches the sender at all.
	swallowed = 2 << 30
)

// upload receives files: streamed to the disk as they come, kept together or not at all.
func (s *server) upload(w http.ResponseWriter, r *http.Request) {
	v, err := s.visit(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	defer v.leave()
	select {
	case s.uploads <- struct{}{}:
		defer func() { <-s.uploads }()
	default:
		s.fail(w, r, &problem{http.StatusServiceUnavailable, "现在上传的人太多", fmt.Sprintf("同时最多 %d 个上传，请过一会儿再试。没有收下任何文件。", mostUploads), nil})
		return
	}
	body := &patient{body: r.Body, limits: s.sending.Desk.Limits, to: http.NewResponseController(w), began: time.Now()}
	r.Body = body
	job, err := s.receiveFiles(v, r, body.alive)
	if err != nil {
		_, _ = io.CopyN(io.Discard, body, swallowed) // a sender still sending does not listen
		_ = body.to.SetWriteDeadline(time.Now().Add(lastAnswer))
		if tooSlow(err) {
			w.Header().Set("Connection", "close") // else the server waits for the rest before it answers
		}
		// A connection that was silent for too long ends the request's context, though whoever is there may still listen.
		s.fail(w, r.WithContext(context.WithoutCancel(r.Context())), slow(err))
		return
	}
	_ = body.to.SetWriteDeadline(time.Now().Add(lastAnswer))
	s.wake()
	to := "/mine?job=" + strconv.FormatInt(job.ID, 10)
	if id := s.onlySent(r.Context(), job); id != 0 {
		to = submissionPath(id)
	}
	if r.Header.Get("Accept") == "application/json" {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(http.StatusCreated)
		_ = json.NewEncoder(w).Encode(map[string]any{"job": job.ID, "files": job.Files, "to": to}) // fails when the sender has gone
		return
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// onlySent is the submission of a job that came with one file; 0 when there are more, or when that cannot be told.
func (s *server) onlySent(ctx context.Context, job office.Job) int64 {
	var sent []int64
	err := s.office.Submissions(ctx, office.SubmissionFilter{Job: job.ID}, func(one office.Submission) bool {
		sent = append(sent, one.ID)
		return len(sent) < 2
	})
	if err != nil || len(sent) != 1 {
		return 0
	}
	return sent[0]
}

// receiveFiles receives what is sent, and keeps it when all of it has come. alive is called while archives are unpacked.
func (s *server) receiveFiles(v visit, r *http.Request, alive func()) (office.Job, error) {
	limits := s.sending.Desk.Limits
	back := Link{Label: "发送报告", URL: "/send"}
	tooMuch := &problem{http.StatusRequestEntityTooLarge, "一次发送的文件太多", fmt.Sprintf("一次最多 %d 个文件（压缩包里的逐个计）、共 %s，每个文件不超过 %s。请分几次发送；没有收下任何文件。",
		limits.Files, limitText(limits.Total), limitText(limits.File)), []Link{back}}
	if r.ContentLength > limits.Total+overhead {
		return office.Job{}, tooMuch
	}
	from, err := v.from(r.Context())
	if err != nil {
		return office.Job{}, err
	}
	sending := office.Sending{Channel: office.ChannelPage, Sender: v.sender(), From: from}
	if sending.Replaces, err = v.replaced(r); err != nil {
		return office.Job{}, err
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return office.Job{}, badRequest("没有收到文件", "请在“发送报告”页选择文件后发送。", back)
	}
	batch := s.sending.Desk.Batch()
	batch.Alive = alive
	defer batch.Drop()
	for {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		var timeout net.Error
		if errors.Is(err, errSlow) || errors.As(err, &timeout) || errors.Is(err, io.ErrUnexpectedEOF) {
			return office.Job{}, fmt.Errorf("receive: %w", err)
		}
		if err != nil {
			return office.Job{}, badRequest("发送的内容无法读取", "没有收全，或者不是网页表单发出的。没有收下任何文件。", back)
		}
		name := sentName(part)
		if archive.LeftBehind(name[strings.LastIndexAny(name, `/\`)+1:]) {
			continue // a field without a file, or what systems leave in folders
		}
		if archive.Foreign(name) {
			return office.Job{}, badRequest("这种压缩包打不开", "“"+short(name)+"”：请改用 zip 压缩，或解压后把整个文件夹拖进来。没有收下任何文件。", back)
		}
		taken, err := batch.Take(name, part)
		switch {
		case errors.Is(err, incoming.ErrTooMuch):
			return office.Job{}, tooMuch
		case errors.Is(err, incoming.ErrTooLarge):
			return office.Job{}, &problem{http.StatusRequestEntityTooLarge, "文件太大", fmt.Sprintf("“%s”超过 %s。年度报告通常只有几百 KB，请检查是不是选错了文件。没有收下任何文件。",
				short(name), limitText(limits.File)), []Link{back}}
		case err != nil:
			return office.Job{}, err
		}
		for _, one := range taken {
			sending.Files = append(sending.Files, office.SentFile{Name: one.Name, SHA256: one.SHA256, Bytes: one.Bytes, Refused: one.Refused})
		}
	}
	if err := acceptable(sending, back); err != nil {
		return office.Job{}, err
	}
	var job office.Job
	err = batch.Keep(func() error {
		job, err = s.office.Send(r.Context(), v.reader.Actor, sending)
		return err
	})
	return job, conflict(err, Link{Label: "我的报送", URL: "/mine"})
}

// acceptable refuses a sending of nothing, and one in place of another that has more than one file.
func acceptable(sending office.Sending, back Link) error {
	if len(sending.Files) == 0 {
		return badRequest("没有收到文件", "请先选择要发送的文件。", back)
	}
	var refused []office.SentFile
	for _, f := range sending.Files {
		if f.Refused != "" {
			refused = append(refused, f)
		}
	}
	if len(refused) == len(sending.Files) {
		return badRequest("没有收下文件", "“"+short(refused[0].Name)+"”："+refused[0].Refused+"。", back)
	}
	if sending.Replaces != 0 && len(sending.Files) > 1 {
		return badRequest("更正只发一个文件", "收到了 "+strconv.Itoa(len(sending.Files))+" 个。没有收下任何文件。")
	}
	return nil
}

// replaced reads which submission a file is sent in place of.
func (v visit) replaced(r *http.Request) (int64, error) {
	id, given, err := number(r.URL.Query(), "replaces")
	if err != nil || !given {
		return 0, err
	}
	v.id = int64(id)
	one, err := v.submission(r.Context())
	if err == nil && !one.Status.Can(office.StatusCorrected) {
		err = conflict(&office.StatusError{Submission: one.ID, Have: one.Status, Want: office.StatusCorrected}, Link{Label: "看这一件", URL: submissionPath(one.ID)})
	}
	return one.ID, err
}

// sentName is the name of a file as the sender has it, with its folders; empty for a field that is no file.
func sentName(part *multipart.Part) string {
	_, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	if err != nil {
		return ""
	}
	return params["filename"]
}

// errSlow ends an upload that does not get on.
var errSlow = errors.New("the upload is too slow")

// tooSlow reports whether an upload ended because its sender was slow or silent.
func tooSlow(err error) bool {
	var timeout interface{ Timeout() bool }
	return errors.Is(err, errSlow) || errors.As(err, &timeout) && timeout.Timeout()
}

// slow says in words why an upload came to nothing.
func slow(err error) error {
	if tooSlow(err) {
		return &problem{http.StatusRequestTimeout, "上传中断", "网络太慢或中断了，文件没有收全，没有收下任何文件。请重新发送。", []Link{{Label: "发送报告", URL: "/send"}}}
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return badRequest("上传中断", "文件没有收全，没有收下任何文件。请重新发送。", Link{Label: "发送报告", URL: "/send"})
	}
	return err
}

// patient reads a body for as long as it gets on: the server's limit on the time of a request is for pages, not for files.
type patient struct {
	body   io.ReadCloser
	limits incoming.Limits
	to     *http.ResponseController
	began  time.Time
	last   time.Time // when the deadline was moved
	read   int64
}

func (p *patient) Read(b []byte) (int, error) {
	p.alive()
	if took := time.Since(p.began) - p.limits.Grace; took > 0 && p.read < int64(took.Seconds()*float64(p.limits.Slowest)) {
		return 0, errSlow
	}
	n, err := p.body.Read(b)
	p.read += int64(n)
	return n, err
}

// alive moves the deadlines of the connection: something is being done.
func (p *patient) alive() {
	now := time.Now()
	if now.Sub(p.last) <= min(time.Second, p.limits.Silence/4) {
		return
	}
	p.last = now
	// A connection without deadlines, as in a test, needs none moved.
	_ = p.to.SetReadDeadline(now.Add(p.limits.Silence))
	_ = p.to.SetWriteDeadline(now.Add(p.limits.Silence + lastAnswer))
}

func (p *patient) Close() error { return p.body.Close() }
