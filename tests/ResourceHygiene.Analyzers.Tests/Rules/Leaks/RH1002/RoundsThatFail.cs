namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>What a variable of one round holds is lost with that round, not overwritten by the next.</summary>
public sealed class RoundsThatFail
{
    [Fact]
    public async Task The_call_that_throws_decides() => Assert.Equal(
        "FileStream 'stream' (opened here) is not released when 'Parse' (line 8) throws; release it there too",
        await LeakReports.SingleMessageAsync(
            "RH1002",
            """
            class C { void M(string[] paths, List<Stream> opened)
            {
                foreach (string path in paths)
                {
                    try
                    {
                        var stream = File.OpenRead(path);
                        stream.Seek(long.Parse(path), SeekOrigin.Begin);
                        opened.Add(stream);
                    }
                    catch (FormatException)
                    {
                    }
                }
            } }
            """));

    [Theory]
    [InlineData("if (TryOpen(path, {|RH1002:out var stream|}))")]
    [InlineData("if (TryOpen(path, {|RH1002:out Stream stream|}))")]
    [InlineData("if ({|RH1002:File.OpenRead(path)|} is Stream stream)")]
    [InlineData("if ({|RH1002:File.OpenRead(path)|} is { } stream)")]
    public Task The_variable_of_a_condition(string condition) => LeakCode.InClass(
        $$"""
        static bool TryOpen(string path, out Stream stream) { stream = File.OpenRead(path); return true; }
        void M(string[] paths, List<Stream> opened)
        {
            int i = 0;
            while (i < paths.Length)
            {
                string path = paths[i++];
                try
                {
                    {{condition}}
                    {
                        stream.Seek(long.Parse(path), SeekOrigin.Begin);
                        opened.Add(stream);
                    }
                }
                catch (FormatException)
                {
                }
            }
        }
        """);

    [Fact]
    public Task A_variable_of_the_method_is_overwritten() => LeakCode.InClass(
        """
        void M(string[] paths, List<Stream> opened)
        {
            Stream stream;
            foreach (string path in paths)
            {
                try
                {
                    {|RH1005:stream|} = File.OpenRead(path);
                    stream.Seek(long.Parse(path), SeekOrigin.Begin);
                    opened.Add(stream);
                }
                catch (FormatException)
                {
                }
            }
        }
        """);
}
