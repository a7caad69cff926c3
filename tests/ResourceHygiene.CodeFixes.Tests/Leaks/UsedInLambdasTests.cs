using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.CodeFixes.Leaks;
using ResourceHygiene.Testing;

namespace ResourceHygiene.CodeFixes.Tests.Leaks;

/// <summary>The end of the block is no place to release what a lambda uses that may run after it.</summary>
public sealed class UsedInLambdasTests
{
    [Theory]
    [InlineData("Task.Run(() => stream.ReadByte());")]
    [InlineData("var task = Task.Run(() => { stream.ReadByte(); }); Console.WriteLine(task.Id);")]
    [InlineData("new Thread(() => stream.ReadByte()).Start();")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => stream.ReadByte());")]
    [InlineData("Task.Delay(1).ContinueWith(_ => stream.ReadByte());")]
    [InlineData("Task.Factory.StartNew(() => stream.ReadByte());")]
    [InlineData("new[] { 1 }.ToList().ForEach(async number => { await Task.Yield(); stream.ReadByte(); });")]
    [InlineData("Task.WhenAll(new[] { 1 }.Select(async number => { await Task.Yield(); stream.ReadByte(); }));")]
    [InlineData("Parallel.For(0, 3, number => Task.Run(() => stream.ReadByte()));")]
    [InlineData("Parallel.ForEachAsync(new[] { 1 }, async (number, token) => { await Task.Yield(); stream.ReadByte(); });")]
    [InlineData("Action use = () => stream.ReadByte(); Task.Run(() => use());")]
    [InlineData("Begin(() => stream.ReadByte());")]
    public async Task Nothing_is_offered_where_nobody_waits_for_it(string use)
    {
        await CodeFixVerifier<OwnershipAnalyzer, DeclareWithUsingFix>.VerifyNoFixAsync(Source("var stream", use));
        await CodeFixVerifier<OwnershipAnalyzer, ReleaseInFinallyFix>.VerifyNoFixAsync(Source("var stream", use));
    }

    [Theory]
    [InlineData("Task.Run(() => stream.ReadByte()).Wait();")]
    [InlineData("var first = Task.Run(() => stream.ReadByte()).GetAwaiter().GetResult();")]
    [InlineData("var first = Task.Run(async () => { await Task.Yield(); return stream.ReadByte(); }).Result;")]
    [InlineData("new[] { 1 }.ToList().ForEach(number => stream.ReadByte());")]
    [InlineData("Array.ForEach(new[] { 1 }, number => stream.ReadByte());")]
    [InlineData("Parallel.For(0, 3, number => { stream.ReadByte(); });")]
    [InlineData("var all = new[] { 1 }.Select(number => stream.ReadByte()).ToList();")]
    [InlineData("Task.WhenAll(new[] { 1 }.Select(async number => { await Task.Yield(); stream.ReadByte(); })).Wait();")]
    [InlineData("Action use = () => stream.ReadByte(); use(); use();")]
    [InlineData("void Use() => stream.ReadByte(); Use();")]
    [InlineData("Retry(() => stream.ReadByte());")]
    public Task It_is_released_where_it_has_run(string use) =>
        CodeFixVerifier<OwnershipAnalyzer, DeclareWithUsingFix>.VerifyAsync(Source("var stream", use), Source("using var stream", use, "File.OpenRead(path)"));

    [Theory]
    [InlineData("await Task.Run(() => stream.ReadByte());")]
    [InlineData("await Task.Run(async () => { await Task.Yield(); stream.ReadByte(); }).ConfigureAwait(false);")]
    [InlineData("await Task.WhenAll(new[] { 1 }.Select(async number => { await Task.Yield(); stream.ReadByte(); }));")]
    public Task Awaited(string use) =>
        CodeFixVerifier<OwnershipAnalyzer, DeclareWithUsingFix>.VerifyAsync(Source("var stream", use, method: "async Task"), Source("await using var stream", use, "File.OpenRead(path)", "async Task"));

    [Theory]
    [InlineData("await Task.Factory.StartNew(async () => { await Task.Yield(); stream.ReadByte(); });")]
    [InlineData("await Task.Delay(1).ContinueWith(async _ => { await Task.Yield(); stream.ReadByte(); });")]
    public Task Nothing_is_offered_where_only_its_begin_is_awaited(string use) =>
        CodeFixVerifier<OwnershipAnalyzer, DeclareWithUsingFix>.VerifyNoFixAsync(Source("var stream", use, method: "async Task"));

    private static string Source(string declaration, string use, string value = "[|File.OpenRead(path)|]", string method = "void") =>
        $$"""
        class C
        {
            {{method}} M(string path)
            {
                {{declaration}} = {{value}};
                {{use}}
            }

            static void Retry(Func<int> work)
            {
                for (int round = 0; round < 3; round++)
                    work();
            }

            static void Begin(Func<int> work) => Later(work);

            static async void Later(Func<int> work)
            {
                await Task.Yield();
                work();
            }
        }
        """;
}
