// A million goroutines that sleep 1 to 2 s.
package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	const count = 1000000
	var all sync.WaitGroup
	all.Add(count)
	for i := 0; i < count; i++ {
		delay := time.Duration(1000+i*7919%1000) * time.Millisecond
		go func() {
			time.Sleep(delay)
			all.Done()
		}()
	}
	all.Wait()
	fmt.Printf("%d\n", count)
}
