using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.CodeFixes.Leaks;
using ResourceHygiene.Testing;

namespace ResourceHygiene.CodeFixes.Tests.Leaks;

public sealed class DeclareWithUsingFixTests
{
    [Fact]
    public Task A_local_becomes_a_using_declaration() => Verify(
        """
        class C
        {
            void M(string path)
            {
                var stream = [|File.OpenRead(path)|];
                stream.ReadByte();
            }
        }
        """,
        """
        class C
        {
            void M(string path)
            {
                using var stream = File.OpenRead(path);
                stream.ReadByte();
            }
        }
        """);

    [Fact]
    public Task Async_code_disposes_asynchronously() => Verify(
        """
        class C
        {
            async Task M(string path)
            {
                var stream = [|File.OpenRead(path)|];
                await stream.FlushAsync();
            }
        }
        """,
        """
        class C
        {
            async Task M(string path)
            {
                await using var stream = File.OpenRead(path);
                await stream.FlushAsync();
            }
        }
        """);

    [Fact]
    public Task In_async_code_what_is_only_disposable_gets_a_plain_using() => Verify(
        """
        class C
        {
            async Task M(string path)
            {
                var reader = [|new StreamReader(path)|];
                await reader.ReadLineAsync();
            }
        }
        """,
        """
        class C
        {
            async Task M(string path)
            {
                using var reader = new StreamReader(path);
                await reader.ReadLineAsync();
            }
        }
        """);

    [Fact]
    public Task Comments_and_the_declared_type_stay() => Verify(
        """
        class C
        {
            void M(string path)
            {
                // Opened for reading.
                Stream stream = [|new FileStream(path, FileMode.Open)|]; // closed below?
                stream.ReadByte();
            }
        }
        """,
        """
        class C
        {
            void M(string path)
            {
                // Opened for reading.
                using Stream stream = new FileStream(path, FileMode.Open); // closed below?
                stream.ReadByte();
            }
        }
        """);

    [Fact]
    public Task Fix_all_fixes_every_declaration() => Verify(
        """
        class C
        {
            void M(string path)
            {
                var first = [|File.OpenRead(path)|];
                var second = [|new StreamReader(File.OpenRead(path))|];
                first.ReadByte();
                second.ReadLine();
            }
        }
        """,
        """
        class C
        {
            void M(string path)
            {
                using var first = File.OpenRead(path);
                using var second = new StreamReader(File.OpenRead(path));
                first.ReadByte();
                second.ReadLine();
            }
        }
        """);

    [Fact]
    public Task An_awaited_factory() => Verify(
        """
        class C
        {
            static async Task<StreamReader> OpenAsync(string path) { await Task.Yield(); return new StreamReader(path); }

            async Task M(string path)
            {
                var reader = await [|OpenAsync(path)|].ConfigureAwait(false);
                reader.ReadLine();
            }
        }
        """,
        """
        class C
        {
            static async Task<StreamReader> OpenAsync(string path) { await Task.Yield(); return new StreamReader(path); }

            async Task M(string path)
            {
                using var reader = await OpenAsync(path).ConfigureAwait(false);
                reader.ReadLine();
            }
        }
        """);

    [Fact]
    public Task Not_offered_for_a_variable_that_is_assigned_again() => VerifyNoFix(
        """
        class C
        {
            void M(string path)
            {
                var stream = [|File.OpenRead(path)|];
                stream.ReadByte();
                stream = File.Exists(path) ? stream : throw new InvalidOperationException();
            }
        }
        """);

    [Fact]
    public Task Not_offered_for_several_declarators() => VerifyNoFix(
        """
        class C
        {
            void M(string path)
            {
                FileStream first = [|File.OpenRead(path)|], second = [|File.OpenRead(path)|];
                first.ReadByte();
                second.ReadByte();
            }
        }
        """);

    [Fact]
    public Task Not_offered_where_the_variable_is_declared_apart_from_the_acquisition() => VerifyNoFix(
        """
        class C
        {
            void M(string path)
            {
                FileStream stream;
                stream = [|File.OpenRead(path)|];
                stream.ReadByte();
            }
        }
        """);

    [Fact]
    public Task Not_offered_in_a_switch_section() => VerifyNoFix(
        """
        class C
        {
            void M(string path)
            {
                switch (path)
                {
                    case "a":
                        var stream = [|File.OpenRead(path)|];
                        stream.ReadByte();
                        break;
                }
            }
        }
        """);

    [Fact]
    public Task Not_offered_for_a_pattern_variable() => VerifyNoFix(
        """
        class C
        {
            void M(string path)
            {
                if ([|File.OpenRead(path)|] is { CanRead: true } stream)
                    stream.ReadByte();
            }
        }
        """);

    [Fact]
    public Task Not_offered_for_an_async_only_resource_outside_async_code() => VerifyNoFix(
        """
        class Resource : IAsyncDisposable { public ValueTask DisposeAsync() => ValueTask.CompletedTask; public void Use() { } }
        class C
        {
            void M()
            {
                var resource = [|new Resource()|];
                resource.Use();
            }
        }
        """);

    [Fact]
    public Task Not_offered_for_a_variable_whose_type_is_not_disposable() => VerifyNoFix(
        """
        class C
        {
            void M(string path)
            {
                object stream = [|File.OpenRead(path)|];
                Console.WriteLine(stream);
            }
        }
        """);

    [Theory]
    [InlineData("Task<string> M() { var client = [|new HttpClient()|]; return client.GetStringAsync(\"a\"); }")]
    [InlineData("void M() { Func<Task<string>> get = () => { var client = [|new HttpClient()|]; return client.GetStringAsync(\"a\"); }; get(); }")]
    public Task Not_offered_where_a_task_that_still_runs_is_returned(string member) => VerifyNoFix($"class C {{ {member} }}");

    [Fact]
    public Task Offered_where_a_finished_task_is_returned() => Verify(
        """
        class C
        {
            Task<int> M(string path)
            {
                var stream = [|File.OpenRead(path)|];
                return Task.FromResult(stream.ReadByte());
            }
        }
        """,
        """
        class C
        {
            Task<int> M(string path)
            {
                using var stream = File.OpenRead(path);
                return Task.FromResult(stream.ReadByte());
            }
        }
        """);

    [Fact]
    public Task Not_offered_where_what_is_returned_looks_into_it() => VerifyNoFix(
        """
        class C
        {
            System.Text.Json.JsonElement M(string text)
            {
                var document = [|System.Text.Json.JsonDocument.Parse(text)|];
                return document.RootElement;
            }
        }
        """);

    [Fact]
    public Task Offered_where_what_is_returned_was_copied_out_of_it() => Verify(
        """
        class C
        {
            string? M(string text)
            {
                var document = [|System.Text.Json.JsonDocument.Parse(text)|];
                var root = document.RootElement;
                return root.GetProperty("a").GetString();
            }
        }
        """,
        """
        class C
        {
            string? M(string text)
            {
                using var document = System.Text.Json.JsonDocument.Parse(text);
                var root = document.RootElement;
                return root.GetProperty("a").GetString();
            }
        }
        """);

    [Theory]
    [InlineData("var ([|first|], [|second|]) = Two(path); first.ReadByte(); second.ReadByte();")]
    [InlineData("var pair = [|Two(path)|]; pair.First.ReadByte();")]
    [InlineData("var pair = ([|File.OpenRead(path)|], 1); pair.Item1.ReadByte();")]
    public Task Not_offered_for_elements_of_a_tuple(string statements) => VerifyNoFix(
        $$"""
        class C
        {
            static (Stream First, Stream Second) Two(string path)
            {
                var first = File.OpenRead(path);
                try { return (first, File.OpenRead(path)); }
                catch { first.Dispose(); throw; }
            }

            void M(string path) { {{statements}} }
        }
        """);

    [Fact]
    public Task What_is_taken_from_a_query() => Verify(
        """
        class C
        {
            void M(string[] paths)
            {
                var stream = [|paths.Select(File.OpenRead).First()|];
                stream.ReadByte();
            }
        }
        """,
        """
        class C
        {
            void M(string[] paths)
            {
                using var stream = paths.Select(File.OpenRead).First();
                stream.ReadByte();
            }
        }
        """);

    [Fact]
    public Task Not_offered_before_using_declarations_existed() => new CodeFixTest<OwnershipAnalyzer, DeclareWithUsingFix>
    {
        TestCode =
            """
            class C
            {
                void M(string path)
                {
                    var stream = [|System.IO.File.OpenRead(path)|];
                    stream.ReadByte();
                }
            }
            """,
        LanguageVersion = LanguageVersion.CSharp7_3,
        Nullable = Microsoft.CodeAnalysis.NullableContextOptions.Disable,
    }.RunAsync();

    private static Task Verify(string before, string after) => CodeFixVerifier<OwnershipAnalyzer, DeclareWithUsingFix>.VerifyAsync(before, after);

    private static Task VerifyNoFix(string source) => CodeFixVerifier<OwnershipAnalyzer, DeclareWithUsingFix>.VerifyNoFixAsync(source);
}
