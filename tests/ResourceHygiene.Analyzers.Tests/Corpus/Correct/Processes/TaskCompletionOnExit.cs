using System.Diagnostics;

public static class ProcessTasks
{
    public static async Task<int> ExitCodeAsync(string file)
    {
        TaskCompletionSource<int> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using Process process = new();
        process.StartInfo.FileName = file;
        process.EnableRaisingEvents = true;
        process.Exited += (sender, _) => done.TrySetResult(((Process)sender!).ExitCode);
        process.Start();
        return await done.Task;
    }
}
