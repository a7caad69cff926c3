namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>A callee that may release a resource, or keep it, answers for it from there on.</summary>
public sealed class ValidPerhapsReleased
{
    [Fact]
    public Task Every_path_goes_through_the_call() => LeakCode.InClass(
        """
        void M(string path, bool twice)
        {
            var stream = File.OpenRead(path);
            if (twice)
                stream.ReadByte();
            Finish(stream, path.Length);
        }
        static void Finish(Stream stream, int length)
        {
            if (length > 3)
                stream.Dispose();
        }
        """);

    [Fact]
    public Task The_other_path_releases() => LeakCode.InClass(
        """
        void M(string path, bool early)
        {
            var stream = File.OpenRead(path);
            if (early)
            {
                stream.Dispose();
                return;
            }

            Finish(stream, path.Length);
        }
        static void Finish(Stream stream, int length)
        {
            if (length > 3)
                stream.Dispose();
        }
        """);

    [Fact]
    public Task A_way_out_behind_a_call_that_may_keep_it() => LeakCode.InClass(
        """
        Stream? M(string path, bool early, Action<object> register)
        {
            var stream = File.OpenRead(path);
            register(stream);
            if (early)
                return null;
            return stream;
        }
        """);

    [Fact]
    public Task What_nobody_here_is_seen_to_own() => LeakCode.InClass(
        """
        void M(string path, bool early, Action<object> register)
        {
            var stream = File.OpenRead(path);
            if (early)
                return;
            register(stream);
        }
        """);
}
