using ResourceHygiene.Analyzers.Tests.Rules.Leaks;

namespace ResourceHygiene.Analyzers.Tests.Ownership;

/// <summary>
/// What counts as plausibly throwing, asked through the rule that shows it most directly: a resource that waits for the
/// expression beside it is reported exactly when that expression may throw.
/// </summary>
public sealed class ThrowOracleTests
{
    private const string Names =
        """
        using System.Collections.Concurrent;
        using System.Diagnostics;
        using System.Runtime.InteropServices;
        using System.Text;
        using System.Text.RegularExpressions;

        public interface IService { int Ask(); int Size { get; } bool TryAsk(out int answer); }
        public interface ILogger { int Log(string text); }
        static class Native { [DllImport("libc")] public static extern int getpid(); [DllImport("ole32", PreserveSig = false)] public static extern int CoCheck(); }
        public struct Money
        {
            public static Money operator +(Money left, Money right) => left;
            public static Money operator -(Money left, Money right) => throw new InvalidOperationException();
            public static implicit operator Money(int amount) => default;
            public static implicit operator Money(string amount) => throw new InvalidOperationException();
            public static explicit operator Money(double amount) => throw new InvalidOperationException();
        }
        public class Options { public int Level { get; set; } public int Checked { get; set => field = value < 0 ? throw new InvalidOperationException() : value; } }
        public class Base { public Base() => Level = 1; public int Level { get; } }
        public class Calm : Base { private readonly List<int> _items = new(); public Calm(string name) { ArgumentNullException.ThrowIfNull(name); _items.Add(name.Length); } }
        public class Loading : Base { private readonly string _text = File.ReadAllText("x"); public string Text => _text; }
        public class DerivedFromLoading : Loading { public DerivedFromLoading(int size) { } }
        public class ChainedToLoading { public ChainedToLoading() : this(File.ReadAllText("x")) { } public ChainedToLoading(string text) { } }
        public class Primary(string name) { public string Name { get; } = name.Trim(); }
        public class PrimaryLoading(string path) { public string Text { get; } = File.ReadAllText(path); }
        public class Holder { private readonly Resource _resource; private readonly object? _other; public Holder(Resource resource, object? other) { _resource = resource; _other = other; } }

        """;

    [Theory]
    [InlineData("Native.getpid()")]
    [InlineData("1 + text.Length / 2")]
    [InlineData("text + \" more\"")]
    [InlineData("$\"{text}: {items.Count}\"")]
    [InlineData("nameof(text)")]
    [InlineData("Math.Max(1, 2)")]
    [InlineData("Interlocked.Increment(ref counter)")]
    [InlineData("Volatile.Read(ref counter)")]
    [InlineData("new List<int> { 1, 2 }")]
    [InlineData("new StringBuilder(text)")]
    [InlineData("new InvalidOperationException(text)")]
    [InlineData("EventArgs.Empty")]
    [InlineData("new Action(() => throw new InvalidOperationException())")]
    [InlineData("anything is string")]
    [InlineData("anything as string")]
    [InlineData("text is null")]
    [InlineData("(string)anything!")]
    [InlineData("(int)anything!")]
    [InlineData("text.Trim().Substring(1).Split(',')[0]")]
    [InlineData("string.IsNullOrEmpty(text)")]
    [InlineData("string.Join(\",\", items)")]
    [InlineData("items.Contains(3) && items.Remove(3)")]
    [InlineData("map.TryGetValue(text, out int found) ? found : 0")]
    [InlineData("map[text]")]
    [InlineData("items[0]")]
    [InlineData("queue.TryDequeue(out int next) ? next : 0")]
    [InlineData("Stopwatch.StartNew()")]
    [InlineData("DateTime.UtcNow")]
    [InlineData("GC.GetTotalMemory(false)")]
    [InlineData("anything!.GetType()")]
    [InlineData("anything!.ToString() + anything!.GetHashCode()")]
    [InlineData("Task.FromResult(1).Result")]
    [InlineData("int.TryParse(text, out int number) ? number : 0")]
    [InlineData("Path.Combine(text, text)")]
    [InlineData("Encoding.UTF8.GetBytes(text)")]
    [InlineData("new Regex(\"a+\")")]
    [InlineData("new Uri(\"https://example.org\")")]
    [InlineData("items.Where(item => item > 3).ToList()")]
    [InlineData("items.Select(item => int.Parse(text))")]
    [InlineData("options.Level = 3")]
    [InlineData("new Options { Level = 3 }")]
    [InlineData("service.Size")]
    [InlineData("service.TryAsk(out int answer) ? answer : 0")]
    [InlineData("logger.Log(text)")]
    [InlineData("money + money")]
    [InlineData("(Money)3")]
    [InlineData("(Money)\"3\"")]
    [InlineData("new Base()")]
    [InlineData("new Calm(text)")]
    [InlineData("new Primary(text)")]
    [InlineData("new MemoryStream()")]
    [InlineData("new StringWriter()")]
    public Task Calm_expressions(string expression) => Verify(expression, mayThrow: false);

    [Theory]
    [InlineData("int.Parse(text)")]
    [InlineData("Guid.Parse(text)")]
    [InlineData("Convert.ToInt32(text)")]
    [InlineData("DateTime.ParseExact(text, text, null)")]
    [InlineData("Enum.Parse<DayOfWeek>(text)")]
    [InlineData("File.ReadAllText(text)")]
    [InlineData("File.Exists(text) ? File.ReadAllBytes(text) : null")]
    [InlineData("Directory.CreateDirectory(text)")]
    [InlineData("text ?? throw new InvalidOperationException()")]
    [InlineData("new Regex(text)")]
    [InlineData("new Uri(text)")]
    [InlineData("service.Ask()")]
    [InlineData("compute()")]
    [InlineData("compute.Invoke()")]
    [InlineData("money - money")]
    [InlineData("(Money)2.5")]
    [InlineData("options.Checked = 3")]
    [InlineData("new Options { Checked = 3 }")]
    [InlineData("new Loading()")]
    [InlineData("new DerivedFromLoading(1)")]
    [InlineData("new ChainedToLoading()")]
    [InlineData("new PrimaryLoading(text)")]
    [InlineData("new T()")]
    [InlineData("Task.Run(() => 1).Result")]
    [InlineData("Task.Run(() => 1).GetAwaiter().GetResult()")]
    [InlineData("items.Select(item => int.Parse(text)).ToList()")]
    [InlineData("items.First()")]
    [InlineData("items.ConvertAll(item => File.ReadAllText(text))")]
    [InlineData("Process.Start(text)")]
    [InlineData("Native.CoCheck()")]
    [InlineData("System.Text.Json.JsonSerializer.Deserialize<int>(text)")]
    [InlineData("Activator.CreateInstance(typeof(int))")]
    [InlineData("(object)dynamically.Ask()")]
    public Task Expressions_that_may_throw(string expression) => Verify(expression, mayThrow: true);

    [Theory]
    [InlineData("Console.WriteLine(\"x\");")]
    [InlineData("Debug.Assert(true); Trace.WriteLine(\"x\");")]
    [InlineData("new MemoryStream().Dispose();")]
    [InlineData("if (text is null) throw new ArgumentNullException(nameof(text));")]
    [InlineData("ArgumentException.ThrowIfNullOrEmpty(text);")]
    [InlineData("ObjectDisposedException.ThrowIf(text is null, this);")]
    [InlineData("try { File.Delete(text); } catch { }")]
    [InlineData("try { File.Delete(text); } catch (Exception) { Console.WriteLine(); }")]
    [InlineData("Func<int> later = () => int.Parse(text);")]
    [InlineData("int Local() => int.Parse(text);")]
    [InlineData("foreach (int item in new[] { 1, 2 }) counter += item;")]
    [InlineData("lock (this) counter++;")]
    [InlineData("Body(text);")]
    [InlineData("using var memory = new MemoryStream(); memory.WriteByte(1);")]
    [InlineData("var numbers = Numbers(text);")]
    public Task Methods_with_a_calm_body(string statements) => VerifyBody(statements, mayThrow: false);

    [Theory]
    [InlineData("throw new InvalidOperationException();")]
    [InlineData("try { File.Delete(text); } catch (IOException) { }")]
    [InlineData("try { File.Delete(text); } catch { throw; }")]
    [InlineData("try { File.Delete(text); } catch (Exception) when (counter > 0) { }")]
    [InlineData("try { counter++; } finally { File.Delete(text); }")]
    [InlineData("int Local() => int.Parse(text); Local();")]
    [InlineData("foreach (int item in Numbers(text).ToList()) int.Parse(text);")]
    [InlineData("Fail();")]
    [InlineData("new FileStream(text, FileMode.Open).Dispose();")]
    [InlineData("given.WriteByte(1);")]
    [InlineData("CancellationToken.None.ThrowIfCancellationRequested();")]
    [InlineData("Overridden();")]
    [InlineData("Ping(text);")]
    public Task Methods_whose_body_may_throw(string statements) => VerifyBody(statements, mayThrow: true);

    [Theory]
    [InlineData("await Task.CompletedTask;", false)]
    [InlineData("await Task.Delay(1);", false)]
    [InlineData("await Task.Yield();", false)]
    [InlineData("await CalmAsync().ConfigureAwait(false);", false)]
    [InlineData("await Task.Delay(1, token);", true)]
    [InlineData("await Task.Run(() => 1);", true)]
    [InlineData("await task;", true)]
    [InlineData("await task.ConfigureAwait(false);", true)]
    [InlineData("await FailAsync();", true)]
    [InlineData("await Task.WhenAll(task, task);", true)]
    [InlineData("await foreach (int item in stream) counter += item;", true)]
    public Task Awaits(string statement, bool mayThrow) => ExceptionCode.InFile(
        Names + $$"""
        class C
        {
            private int counter;
            private static async Task CalmAsync() => await Task.Yield();
            private static async Task FailAsync() { await Task.Yield(); throw new InvalidOperationException(); }
            private async Task<int> Body(Task task, CancellationToken token, IAsyncEnumerable<int> stream) { {{statement}} return counter; }
            async Task<Holder> M(Task task, CancellationToken token, IAsyncEnumerable<int> stream) => new({{Marked(mayThrow)}}, await Body(task, token, stream));
        }
        """);

    private static Task Verify(string expression, bool mayThrow) => ExceptionCode.InFile(
        Names + $$"""
        class C<T> where T : new()
        {
            private int counter;
            Holder M(string text, object? anything, List<int> items, Dictionary<string, int> map, ConcurrentQueue<int> queue, Options options,
                IService service, ILogger logger, Money money, Func<int> compute, dynamic dynamically) =>
                new({{Marked(mayThrow)}}, {{expression}});
        }
        """);

    private static Task VerifyBody(string statements, bool mayThrow) => ExceptionCode.InFile(
        Names + $$"""
        class C
        {
            private int counter;
            private object Body(string text)
            {
                Stream given = Stream.Null;
                {{statements}}
                return counter;
            }
            protected virtual void Overridden() { }
            [System.Diagnostics.CodeAnalysis.DoesNotReturn] private static void Fail() => throw new ArgumentException();
            private static IEnumerable<int> Numbers(string text) { yield return int.Parse(text); }
            private void Ping(string text) { if (text.Length > 0) Pong(text); }
            private void Pong(string text) { if (text.Length > 1) Ping(text); else File.Delete(text); }
            Holder M(string text) => new({{Marked(mayThrow)}}, Body(text));
        }
        """);

    private static string Marked(bool mayThrow) => mayThrow ? "{|RH1007:new Resource()|}" : "new Resource()";
}
