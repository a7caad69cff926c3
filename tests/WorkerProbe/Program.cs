using WorkerProbe;

// The command and the worker whose faults the tests script. The first argument names an area: the class <Area>Area somewhere in this
// assembly, with a static Run. So a test that needs a program of its own adds a file here and touches no other.
return await Areas.Run(args);
