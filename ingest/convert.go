package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"tongjian/data"
	"tongjian/ingest/word97"
)

// Converter turns rich text (.rtf), and Word documents too old or too odd to be read as they are, into .docx with the LibreOffice of
// this machine. It starts a program on a stranger's file, so it is used only where somebody asked for it; every file gets a directory
// and a profile of its own, which are gone afterwards, and limits on time and size.
type Converter struct {
	program string
	limit   time.Duration
}

// convertTime is how long the conversion of one file may take. The first of a run takes some seconds, others one or two.
const convertTime = 90 * time.Second

// FindConverter looks for LibreOffice. The error is a Chinese sentence.
func FindConverter() (*Converter, error) {
	for _, name := range []string{"soffice", "libreoffice"} {
		if path, err := exec.LookPath(name); err == nil {
			return &Converter{path, convertTime}, nil
		}
	}
	return nil, errors.New("这台机器没有安装 LibreOffice（找不到 soffice），不能转换 .rtf 和 Word 95 以前的 .doc：请安装 LibreOffice，或用 Word、WPS 另存为 .docx")
}

// needsConverting reports whether a file is a document that Converter can make readable: rich text, and an old Word document that
// cannot be read as it is.
func needsConverting(b []byte) bool {
	if bytes.HasPrefix(b, []byte(`{\rtf`)) {
		return true
	}
	if !isDOC(b) {
		return false
	}
	_, err := word97.Read(b)
	return errors.Is(err, word97.ErrOld) || errors.Is(err, word97.ErrDamaged)
}

// convert gives the document as .docx. The error is a Chinese sentence.
func (c *Converter) convert(ctx context.Context, b []byte) (_ []byte, err error) {
	if len(b) > maxFileBytes {
		return nil, tooLarge(int64(len(b)))
	}
	dir, err := os.MkdirTemp("", "tongjian-convert-")
	if err != nil {
		return nil, fmt.Errorf("转换：建不了临时目录：%w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	const name = "report"
	from := filepath.Join(dir, name+".doc")
	if err := os.WriteFile(from, b, 0o600); err != nil {
		return nil, fmt.Errorf("转换：写不了临时文件：%w", err)
	}
	ctx, stop := context.WithTimeout(ctx, c.limit)
	defer stop()
	profile := filepath.ToSlash(filepath.Join(dir, "profile"))
	cmd := exec.CommandContext(ctx, c.program, "--headless", "--norestore", "--nolockcheck", "--nodefault", "-env:UserInstallation=file://"+profile,
		"--convert-to", "docx:MS Word 2007 XML", "--outdir", filepath.Join(dir, "out"), from)
	cmd.Dir, cmd.WaitDelay = dir, 5*time.Second
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + dir, "LANG=C.UTF-8"}
	inGroup(cmd)
	runErr := cmd.Run()
	if ctx.Err() != nil {
		return nil, fmt.Errorf("LibreOffice 转换%w %d 秒：请用 Word 或 WPS 另存为 .docx 再导入", errTooLarge, int(c.limit.Seconds()))
	}
	to := filepath.Join(dir, "out", name+".docx")
	info, statErr := os.Stat(to)
	switch {
	case statErr != nil: // it says nothing in its exit status when it could not read a file
		return nil, errNotReadable{"LibreOffice 转换不了这份文档，可能已损坏或设有密码：请用 Word 或 WPS 另存为 .docx 再导入"}
	case runErr != nil:
		return nil, errNotReadable{"LibreOffice 没有转换完这份文档：请用 Word 或 WPS 另存为 .docx 再导入"}
	case info.Size() > maxFileBytes:
		return nil, tooLarge(info.Size())
	}
	return os.ReadFile(to)
}

// readable gives the bytes to read a file by: its own, or, for one that needs converting and where there is a converter, those of the
// .docx made of it.
func (c *Converter) readable(ctx context.Context, b []byte) (_ []byte, converted bool, err error) {
	if c == nil || !needsConverting(b) {
		return b, false, nil
	}
	b, err = c.convert(ctx, b)
	return b, err == nil, err
}

// noteConverted says of reports that they were read from a converted document: places are those of the conversion.
func noteConverted(reports []data.Report) {
	for i := range reports {
		reports[i].Findings = append(reports[i].Findings, data.Finding{Check: "READ", Severity: data.SeverityNote,
			Message: "原件由 LibreOffice 转换为 .docx 后读取；位置按转换后的文档计。"})
	}
}
