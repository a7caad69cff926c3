namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>What a program runs on does not change between two questions, whatever is called in between.</summary>
public sealed class PlatformQuestions
{
    [Theory]
    [InlineData("Platform.IsUnix")]
    [InlineData("Platform.IsMono")]
    [InlineData("Platform.IsWine")]
    [InlineData("Platform.IsOld")]
    [InlineData("Platform.IsMac")]
    [InlineData("Environment.Is64BitProcess")]
    [InlineData("OperatingSystem.IsWindows()")]
    [InlineData("System.Runtime.InteropServices.RuntimeInformation.IsOSPlatform(System.Runtime.InteropServices.OSPlatform.Linux)")]
    public Task Asked_twice(string question) => LeakCode.InFile(Body(question, question, "File.OpenRead(path)"));

    [Theory]
    [InlineData("OperatingSystem.IsWindows()", "OperatingSystem.IsLinux()")]
    [InlineData("System.Runtime.InteropServices.RuntimeInformation.IsOSPlatform(System.Runtime.InteropServices.OSPlatform.Linux)", "System.Runtime.InteropServices.RuntimeInformation.IsOSPlatform(System.Runtime.InteropServices.OSPlatform.OSX)")]
    [InlineData("Platform.IsBusy", "Platform.IsBusy")]
    [InlineData("Platform.IsOn", "Platform.IsOn")]
    [InlineData("Platform.IsAsked", "Platform.IsAsked")]
    [InlineData("Platform.IsElsewhere", "Platform.IsElsewhere")]
    [InlineData("Console.KeyAvailable", "Console.KeyAvailable")]
    [InlineData("System.Diagnostics.Debugger.IsAttached", "System.Diagnostics.Debugger.IsAttached")]
    public Task Another_question(string first, string second) => LeakCode.InFile(Body(first, second, "{|RH1002:File.OpenRead(path)|}"));

    private static string Body(string first, string second, string open) =>
        $$"""
        static class Platform
        {
            public static readonly bool IsUnix = Environment.NewLine == "\n";
            public static bool IsMono => Environment.NewLine == "\n";
            public static bool IsBusy { get; set; }
            public static bool IsWine { get; } = Environment.NewLine == "\r\n";
            private static readonly bool s_isOld = System.Environment.OSVersion.Version.Major < 6;
            public static bool IsOld => s_isOld && !IsWine;
            public static bool IsMac { get { int platform = (int)Environment.OSVersion.Platform; return platform == 6; } }
            private static bool s_isOn;
            public static bool IsOn => s_isOn;
            public static void Turn(bool isOn) => s_isOn = isOn;
            public static bool IsAsked => Ask();
            private static bool Ask() => s_isOn;
            public static bool IsElsewhere => Other.IsSet;
        }

        static class Other
        {
            public static bool IsSet;
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
