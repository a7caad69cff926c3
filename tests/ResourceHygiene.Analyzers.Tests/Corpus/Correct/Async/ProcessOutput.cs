using System.Diagnostics;

public static class Tools
{
    public static async Task<(string Output, string Errors)> RunAsync(ProcessStartInfo start)
    {
        using var process = new Process { StartInfo = start };
        process.Start();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await Task.WhenAll(output, errors);
        await process.WaitForExitAsync();
        return (await output, await errors);
    }
}
