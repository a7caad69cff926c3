using System.Globalization;
using CudaProbe;
using ResourceHygiene;
using ResourceHygiene.Cuda;

// Each step prints one line, "ok" or "FAILED" first. The exit code is the number of failures; 77 where there is no device.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var driver = CudaDriver.Shared;
Console.WriteLine(driver);
if (!driver.IsAvailable)
    return 77;

foreach (var notice in driver.Notices)
    Console.WriteLine($"notice: {notice}");

using var exit = ExitCleanup.Install();
var steps = new Steps(driver.Devices[0]);
steps.Run();

// The rest is left alive on purpose: the exit clean-up must find it.
var report = exit.Run();
steps.CheckExit(report);
return steps.Failures;
