namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1005;

/// <summary>The first, the third and the last round of a loop, told by a counter.</summary>
public sealed class CountedRounds
{
    [Theory]
    [InlineData("for (int i = 0; i < paths.Length; i++) { if (i == 0) x = File.Create(paths[i]); }")]
    [InlineData("for (int i = 0; i < paths.Length; i++) { if (i == 3) x = File.Create(paths[i]); }")]
    [InlineData("for (int i = 0; i < paths.Length; i++) { if (i == paths.Length - 1) x = File.Create(paths[i]); }")]
    [InlineData("for (int i = 0; i < paths.Length; i++) { if (i is 1) x = File.Create(paths[i]); }")]
    [InlineData("for (int i = 0; i < paths.Length; i++) { if (i < paths.Length - 1) continue; x = File.Create(paths[i]); }")]
    [InlineData("for (int i = 0; i < paths.Length; i++) { if (i != limit) continue; x = File.Create(paths[i]); }")]
    [InlineData("for (int i = 0; i < paths.Length; i++) { var s = File.OpenRead(paths[i]); if (i < paths.Length - 1) s.Dispose(); else x = s; }")]
    [InlineData("for (int i = 0; i < paths.Length; i++) { bool isLast = i == paths.Length - 1; if (isLast) x = File.Create(paths[i]); }")]
    [InlineData("for (int i = 0; i < paths.Length; i++) { switch (i) { case 1: x = File.Create(paths[i]); break; default: x?.Flush(); break; } }")]
    [InlineData("for (int i = paths.Length - 1; i >= 0; i--) { if (i == 0) x = File.Create(paths[i]); }")]
    [InlineData("for (int i = 0; i < 9; i++) for (int j = 0; j < 9; j++) if (i == 0 && j == limit) x = File.Create(paths[i]);")]
    [InlineData("int n = 0; foreach (string path in paths) { n++; if (n == limit) x = File.Create(path); }")]
    public Task What_a_counter_lets_happen_once_overwrites_nothing(string loop) => LeakCode.InClass(
        $"void M(string[] paths, int limit) {{ FileStream? x = null; {loop} x?.Dispose(); }}");

    [Theory]
    [InlineData("for (int i = 0; i < paths.Length; i++) { if (i > 3) {|RH1005:x|} = File.Create(paths[i]); }")]
    [InlineData("for (int i = 0; i < paths.Length; i++) { if (i % 10 == 0) {|RH1005:x|} = File.Create(paths[i]); }")]
    [InlineData("for (int i = 0; i < paths.Length; i++) { if (i != limit) {|RH1005:x|} = File.Create(paths[i]); }")]
    [InlineData("for (int i = 0; i < paths.Length; i++) { if (i == 0 || paths[i] == \"\") {|RH1005:x|} = File.Create(paths[i]); }")]
    [InlineData("for (int i = 0; i < 9; i++) for (int j = 0; j < 9; j++) if (j == limit) {|RH1005:x|} = File.Create(paths[i]);")]
    [InlineData("int n = 0; foreach (string path in paths) { if (n == 3) {|RH1005:x|} = File.Create(path); n++; if (path == \"\") n = 0; }")]
    [InlineData("int n = 0; foreach (string path in paths) { n++; if (n == limit) {|RH1005:x|} = File.Create(path); limit += 3; }")]
    public Task What_may_happen_in_several_rounds_overwrites(string loop) => LeakCode.InClass(
        $"void M(string[] paths, int limit) {{ FileStream? x = null; {loop} x?.Dispose(); }}");

    [Fact]
    public Task Opened_in_the_first_round_and_released_in_the_last() => LeakCode.InClass(
        """
        void M(string[] paths)
        {
            FileStream? x = null;
            for (int i = 0; i < paths.Length; i++)
            {
                bool isFirst = i == 0, isLast = i == paths.Length - 1;
                if (isFirst)
                    x = File.Create(paths[i]);
                x!.WriteByte(1);
                if (isLast)
                    x!.Dispose();
            }
        }
        """);
}
