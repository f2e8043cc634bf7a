package ingest

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

const encodedSample = "龙亭区财政局2022年政府信息公开工作年度报告\n规章\t0\t—\t“三安全一稳定”\n"

func encoded(t *testing.T, e encoding.Encoding, text string) string {
	t.Helper()
	s, err := e.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestDecodeText(t *testing.T) {
	gbk := encoded(t, simplifiedchinese.GB18030, encodedSample)
	utf16le := encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), encodedSample)
	utf16be := encoded(t, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), encodedSample)
	big5 := encoded(t, traditionalchinese.Big5, "規章 0\n行政規範性文件 3\n")
	long := strings.Repeat(encodedSample, 20)
	longGBK := encoded(t, simplifiedchinese.GB18030, long)
	for _, tc := range []struct {
		name, bytes, declared, want string
	}{
		{"UTF-8", encodedSample, "", encodedSample},
		{"UTF-8 that claims GBK", encodedSample, "gbk", encodedSample},
		{"UTF-8 that claims UTF-16", encodedSample, "utf-16le", encodedSample},
		{"UTF-8 with its mark", "\ufeff" + encodedSample, "", encodedSample},
		{"GB18030", gbk, "", encodedSample},
		{"GB18030 that claims UTF-8", gbk, "utf-8", encodedSample},
		{"GB18030 with the mark of UTF-8", "\ufeff" + gbk, "utf-8", encodedSample},
		{"GB18030 that claims Latin", gbk, "windows-1252", encodedSample},
		{"a word that passes for UTF-8", encoded(t, simplifiedchinese.GB18030, "联通 1"), "", "联通 1"},
		{"UTF-16 little endian", "\xff\xfe" + utf16le, "", encodedSample},
		{"UTF-16 big endian", "\xfe\xff" + utf16be, "", encodedSample},
		{"UTF-16 without its mark", utf16le, "", encodedSample},
		{"UTF-16 without its mark, big endian", utf16be, "gb2312", encodedSample},
		{"Big5 that says so", big5, "big5", "規章 0\n行政規範性文件 3\n"},
		{"ASCII with blanks of Latin-1", "a\xa0<b>\xa01", "windows-1252", "a\u00a0<b>\u00a01"},
		{"UTF-8 with blanks and nothing long", "a\u00a0<b>\u00a01", "utf-8", "a\u00a0<b>\u00a01"},
		{"UTF-8 cut off inside a character", long[:len(long)-len("稳定”\n")-1], "", long[:len(long)-len("全一稳定”\n")] + "全\ufffd"},
		{"UTF-8 with one character cut in two", long + "规\xe7 12", "", long + "规\ufffd 12"},
		{"GB18030 with one character cut in two", longGBK + "\xb9\n12", "", long + "\ufffd\n12"},
		{"only ASCII", "1,2\n", "utf-16be", "1,2\n"},
		{"nothing", "", "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := decodeText([]byte(tc.bytes), tc.declared)
			if err != nil {
				t.Fatal(err)
			}
			if got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestBytesThatAreNoText(t *testing.T) {
	for name, bytes := range map[string]string{
		"zeros": strings.Repeat("\x00", 100), "a picture": "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "numbers": "\x01\x00\x02\x00\x03\x00",
		"UTF-16 of control characters": "\xff\xfe\x01\x00\x02\x00",
	} {
		if isText([]byte(bytes)) {
			t.Errorf("%s pass for text", name)
		}
	}
	if text, err := decodeText([]byte("\xff\xff\xff\x80\x80规"), ""); err == nil {
		t.Errorf("got %q", text)
	}
}
