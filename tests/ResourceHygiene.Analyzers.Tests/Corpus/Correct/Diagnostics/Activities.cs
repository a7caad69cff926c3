using System.Diagnostics;

public static class Telemetry
{
    private static readonly ActivitySource s_source = new("shop");

    public static async Task<T> TraceAsync<T>(string name, Func<Task<T>> work)
    {
        using Activity? activity = s_source.StartActivity(name);
        try
        {
            T result = await work();
            activity?.SetStatus(ActivityStatusCode.Ok);
            return result;
        }
        catch (Exception e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            throw;
        }
    }

    public static void Classic(Action work)
    {
        Activity activity = new("work");
        activity.Start();
        try
        {
            work();
        }
        finally
        {
            activity.Stop();
        }
    }
}
