// Two goroutines that yield to each other on one processor, ns a switch.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"time"
)

const tasks, rounds = 2, 5000000

func main() {
	runtime.GOMAXPROCS(1)
	var all sync.WaitGroup
	begin := time.Now()
	for i := 0; i < tasks; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			for turn := 0; turn < rounds; turn++ {
				runtime.Gosched()
			}
		}()
	}
	all.Wait()
	fmt.Printf("%.3f\n", float64(time.Since(begin).Nanoseconds())/rounds/tasks)
}
