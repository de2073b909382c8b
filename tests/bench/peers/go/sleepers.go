// 4000 sleeps of 3 s at once, s.
package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var all sync.WaitGroup
	begin := time.Now()
	for i := 0; i < 4000; i++ {
		all.Add(1)
		go func() {
			time.Sleep(3 * time.Second)
			all.Done()
		}()
	}
	all.Wait()
	fmt.Printf("%.5f\n", time.Since(begin).Seconds())
}
