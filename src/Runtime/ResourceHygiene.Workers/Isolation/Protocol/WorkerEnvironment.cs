namespace ResourceHygiene.Workers;

/// <summary>How a process learns that it is to be a worker, and which: one variable, taken out again at once, so that what the worker starts is none.</summary>
internal static class WorkerEnvironment
{
    /// <summary>The name of the service.</summary>
    public const string Variable = "RESOURCE_HYGIENE_WORKER";

    public static string? Take()
    {
        var service = Environment.GetEnvironmentVariable(Variable);
        if (service is not null)
            Environment.SetEnvironmentVariable(Variable, null);
        return string.IsNullOrEmpty(service) ? null : service;
    }
}
