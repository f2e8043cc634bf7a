package main

import "tongjian/data/disk"

// advice says what to do about an error of the disk, in one sentence; empty where the error itself says what there is to say.
func advice(err error) string {
	switch disk.TroubleOf(err) {
	case disk.Full:
		return "磁盘已满：请腾出空间以后重新执行；已经发布的快照和已经入库的内容不受影响，看板照常能看"
	case disk.ReadOnly:
		return "这个目录所在的磁盘是只读的：请换一个能写入的目录；只看不写可以用 tongjian serve 打开"
	case disk.Forbidden:
		return "没有权限：请检查目录和文件的所有者和权限，或者换用能写入的账户执行"
	case disk.None:
	}
	return ""
}
