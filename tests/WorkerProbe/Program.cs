// The command and the worker whose faults the tests script.
return 0;
