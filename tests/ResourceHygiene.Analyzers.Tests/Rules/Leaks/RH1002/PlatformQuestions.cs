namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>What a program runs on does not change between two questions, whatever is called in between.</summary>
public sealed class PlatformQuestions
{
    [Theory]
    [InlineData("Platform.IsUnix")]
    [InlineData("Platform.IsMono")]
    [InlineData("OperatingSystem.IsWindows()")]
    [InlineData("System.Runtime.InteropServices.RuntimeInformation.IsOSPlatform(System.Runtime.InteropServices.OSPlatform.Linux)")]
    public Task Asked_twice(string question) => LeakCode.InFile(Body(question, question, "File.OpenRead(path)"));

    [Theory]
    [InlineData("OperatingSystem.IsWindows()", "OperatingSystem.IsLinux()")]
    [InlineData("System.Runtime.InteropServices.RuntimeInformation.IsOSPlatform(System.Runtime.InteropServices.OSPlatform.Linux)", "System.Runtime.InteropServices.RuntimeInformation.IsOSPlatform(System.Runtime.InteropServices.OSPlatform.OSX)")]
    [InlineData("Platform.IsBusy", "Platform.IsBusy")]
    public Task Another_question(string first, string second) => LeakCode.InFile(Body(first, second, "{|RH1002:File.OpenRead(path)|}"));

    private static string Body(string first, string second, string open) =>
        $$"""
        static class Platform
        {
            public static readonly bool IsUnix = Environment.NewLine == "\n";
            public static bool IsMono => Environment.NewLine == "\n";
            public static bool IsBusy { get; set; }
        }

        class C
        {
            private FileStream? _shared;
            private void Close() { _shared?.Dispose(); _shared = null; Platform.IsBusy = false; }

            void M(string path)
            {
                FileStream? stream;
                if ({{first}})
                    stream = _shared;
                else
                    stream = {{open}};
                try
                {
                    stream?.ReadByte();
                    Close();
                }
                finally
                {
                    if ({{second}})
                        Close();
                    else
                        stream?.Dispose();
                }
            }
        }
        """;
}
