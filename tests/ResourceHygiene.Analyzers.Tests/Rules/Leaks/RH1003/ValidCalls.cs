namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1003;

/// <summary>Calls that nobody expects to throw.</summary>
public sealed class ValidCalls
{
    [Theory]
    [InlineData("Console.WriteLine(path);")]
    [InlineData("if (File.Exists(path) || System.IO.Directory.Exists(path)) _count++;")]
    [InlineData("Console.Write(1);")]
    [InlineData("System.Diagnostics.Debug.WriteLine(path);")]
    [InlineData("System.Diagnostics.Debug.Assert(path.Length > 0);")]
    [InlineData("int larger = Math.Max(_count, 2);")]
    [InlineData("double root = Math.Sqrt(_count);")]
    [InlineData("Interlocked.Increment(ref _count);")]
    [InlineData("Volatile.Write(ref _count, 1);")]
    [InlineData("_list.Add(path);")]
    [InlineData("_builder.Append(path).Append('.').AppendLine();")]
    [InlineData("string text = string.Concat(path, path);")]
    [InlineData("string text = path + _count + \".\";")]
    [InlineData("string text = $\"{path}.{_count}\";")]
    [InlineData("string text = nameof(path);")]
    [InlineData("if (string.IsNullOrEmpty(path)) _count++;")]
    [InlineData("if (ReferenceEquals(path, given)) _count++;")]
    [InlineData("if (int.TryParse(path, out int number)) _count += number;")]
    [InlineData("if (_map.TryGetValue(path, out int number)) _count += number;")]
    [InlineData("char first = path[0];")]
    [InlineData("string first = _list[0];")]
    [InlineData("int number = _numbers[_count];")]
    [InlineData("_numbers[0] = _count / path.Length;")]
    [InlineData("long length = given.Length + path.Length + _list.Count;")]
    [InlineData("DateTime now = DateTime.UtcNow; long ticks = Environment.TickCount64;")]
    [InlineData("if (given is FileStream { CanSeek: true } file) _count += file.Name.Length;")]
    [InlineData("object boxed = _count; int again = (int)boxed;")]
    [InlineData("foreach (string item in _list) _count += item.Length;")]
    [InlineData("foreach (int item in _numbers) _count += item;")]
    [InlineData("lock (_list) _count++;")]
    [InlineData("other.Dispose();")]
    [InlineData("GC.KeepAlive(path);")]
    [InlineData("Func<int> later = () => int.Parse(path);")]
    [InlineData("var list = new List<int> { 1, 2 }; int[] array = [1, 2, 3];")]
    public Task Of_the_language_and_the_base_library(string statement) => ExceptionCode.InClass(
        $$"""
        private readonly List<string> _list = new();
        private readonly Dictionary<string, int> _map = new();
        private readonly System.Text.StringBuilder _builder = new();
        private readonly int[] _numbers = new int[4];
        private int _count;

        void M(string path, Stream given, IDisposable other)
        {
            var resource = new Resource();
            {{statement}}
            resource.Dispose();
        }
        """);

    [Theory]
    [InlineData("resource.Use();")]
    [InlineData("resource.Name = path;")]
    [InlineData("Console.WriteLine(resource.Name);")]
    [InlineData("int number = Twice(2) + Nested(3);")]
    [InlineData("Count();")]
    [InlineData("var plain = new Plain(3);")]
    [InlineData("var point = new Point(1, 2) with { X = 3 };")]
    [InlineData("int number = Factorial(4);")]
    [InlineData("int number = Local(2);")]
    [InlineData("int number = this.Size;")]
    public Task Of_ones_own_that_cannot_throw(string statement) => ExceptionCode.InFile(
        $$"""
        record Point(int X, int Y);
        sealed class Plain { public Plain(int size) => Size = size; public int Size { get; } }
        class C
        {
            private int _count;
            int Size => _count;
            static int Twice(int number) => number * 2;
            static int Nested(int number) => Twice(Twice(number));
            static int Factorial(int number) => number < 2 ? 1 : number * Factorial(number - 1);
            void Count() { _count++; Console.WriteLine(_count); }

            void M(string path)
            {
                var resource = new Resource();
                {{statement}}
                resource.Dispose();

                static int Local(int number) => number + 1;
            }
        }
        """);

    [Fact]
    public Task Logging() => ExceptionCode.InFile(
        """
        using Microsoft.Extensions.Logging;

        namespace Microsoft.Extensions.Logging
        {
            public enum LogLevel { Information }
            public interface ILogger { void Log(LogLevel level, string? message, params object?[] args); }
            public static class LoggerExtensions
            {
                public static void LogInformation(this ILogger logger, string? message, params object?[] args) => logger.Log(LogLevel.Information, message, args);
            }
        }

        namespace App
        {
            class C
            {
                void M(ILogger logger)
                {
                    var resource = new Resource();
                    logger.LogInformation("made {Name}", resource.Name);
                    resource.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task After_the_release() => ExceptionCode.InMethod(
        """
        var resource = new Resource();
        resource.Dispose();
        int.Parse(path);
        given.ReadByte();
        """);

    [Fact]
    public Task Before_the_acquisition() => ExceptionCode.InMethod(
        """
        int number = int.Parse(path);
        given.ReadByte();
        var resource = new Resource { Name = path + number };
        resource.Dispose();
        """);

    [Fact]
    public Task In_the_arguments_of_the_acquisition() => ExceptionCode.InMethod(
        """
        var stream = File.OpenRead(File.ReadAllText(path));
        stream.Dispose();
        """);

    [Fact]
    public Task The_other_branch_throws() => ExceptionCode.InMethod(
        """
        if (flag)
        {
            var resource = new Resource();
            resource.Dispose();
        }
        else
        {
            given.ReadByte();
        }
        """);

    [Fact]
    public Task Of_a_stream_about_itself() => ExceptionCode.InMethod(
        """
        var pipe = new System.IO.Pipes.AnonymousPipeServerStream();
        Console.WriteLine(pipe.GetClientHandleAsString());
        pipe.DisposeLocalCopyOfClientHandle();
        pipe.Dispose();
        """);
}
