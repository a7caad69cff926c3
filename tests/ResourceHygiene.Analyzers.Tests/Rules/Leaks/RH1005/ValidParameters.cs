namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1005;

/// <summary>Parameters by reference that owe nothing when they get their next value.</summary>
public sealed class ValidParameters
{
    [Fact]
    public Task An_out_parameter_that_is_released_before_it_is_filled_again() => LeakCode.InClass(
        """
        void M(string path, out Stream stream)
        {
            stream = File.OpenRead(path);
            if (stream.Length == 0)
            {
                stream.Dispose();
                stream = File.OpenRead(path + ".2");
            }
        }
        """);

    [Fact]
    public Task What_a_ref_parameter_held_for_the_caller() => LeakCode.InClass(
        """
        void M(string path, ref Stream? stream)
        {
            if (stream == null)
                stream = File.OpenRead(path);
        }
        """);

    [Fact]
    public Task A_ref_parameter_filled_in_the_first_round_only() => LeakCode.InClass(
        """
        void M(string[] paths, ref Stream? stream)
        {
            string[]? parts = null;
            foreach (string path in paths)
            {
                if (parts is null)
                    stream = Open(path, out parts);
                Console.WriteLine(parts.Length);
            }
        }
        static Stream Open(string path, out string[] parts)
        {
            parts = path.Split('/');
            return File.OpenRead(path);
        }
        """);

    [Fact]
    public Task A_guard_that_comes_with_the_resource() => LeakCode.InClass(
        """
        void M(string[] paths, ref object? state)
        {
            string[]? parts = null;
            foreach (string path in paths)
            {
                if (parts is null)
                    state = Open(path, out parts);
                Console.WriteLine(parts?.Length);
            }
        }
        static Stream Open(string path, out string[]? parts)
        {
            parts = path.Length > 0 ? path.Split('/') : null;
            return File.OpenRead(path);
        }
        """);

    [Fact]
    public Task An_out_parameter_set_to_null_on_the_way_out() => LeakCode.InClass(
        """
        bool M(string path, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Stream? stream)
        {
            stream = null;
            if (!File.Exists(path))
                return false;
            stream = File.OpenRead(path);
            return true;
        }
        """);
}
