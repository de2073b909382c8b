// One job of a locked thread there and back, us.
package main

import (
	"fmt"
	"os"
	"runtime"
	"time"
)

func main() {
	idle := len(os.Args) > 1 && os.Args[1] == "idle"
	count := 100000
	if idle {
		count = 300
	}
	jobs, answers := make(chan int), make(chan int)
	go func() {
		runtime.LockOSThread()
		for n := range jobs {
			answers <- n + 1
		}
	}()
	var all time.Duration
	for n := 0; n < count; {
		if idle {
			time.Sleep(2 * time.Millisecond)
		}
		begin := time.Now()
		jobs <- n
		n = <-answers
		all += time.Since(begin)
	}
	fmt.Printf("%.3f\n", float64(all.Nanoseconds())/float64(count)/1000)
}
