namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3003;

/// <summary>In the text the release stands before the use, in time it comes after it, or belongs to something else.</summary>
public sealed class ValidOrder
{
    [Fact]
    public Task A_result_that_a_finally_follows() => ReleaseCode.InClass(
        """
        int M(string path)
        {
            var stream = File.OpenRead(path);
            try
            {
                return stream.ReadByte();
            }
            finally
            {
                stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_lambda_that_is_called_later() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        Action finish = () => resource.Dispose();
        resource.Use();
        finish();
        """);

    [Fact]
    public Task A_local_function_written_above_the_use() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        void Finish() => resource.Dispose();
        resource.Use();
        Finish();
        """);

    [Fact]
    public Task A_registration_that_releases_some_day() => ReleaseCode.InClass(
        """
        void M(CancellationToken token)
        {
            var resource = new Resource();
            token.Register(() => resource.Dispose());
            resource.Use();
        }
        """);

    [Fact]
    public Task A_dispose_that_is_deferred() => ReleaseCode.InFile(
        """
        class Later : IDisposable
        {
            private readonly Action _action;
            public Later(Action action) => _action = action;
            public void Dispose() => _action();
        }

        class C
        {
            void M()
            {
                var resource = new Resource();
                using var later = new Later(() => resource.Dispose());
                resource.Use();
            }
        }
        """);

    [Fact]
    public Task Read_before_and_printed_after() => ReleaseCode.InMethod(
        """
        var reader = new StreamReader(path);
        string text = reader.ReadToEnd();
        reader.Dispose();
        Console.WriteLine(text.Length);
        """);

    [Fact]
    public Task A_sub_object_that_outlives_it() => ReleaseCode.InMethod(
        """
        var process = new Process();
        var info = process.StartInfo;
        process.Dispose();
        info.FileName = path;
        """);

    [Fact]
    public Task Handed_on_and_not_released() => ReleaseCode.InClass(
        """
        static extern void Keep([TakesOwnership] Resource resource);

        void M()
        {
            var resource = new Resource();
            Keep(resource);
            resource.Use();
        }
        """);

    [Fact]
    public Task Passed_to_somebody_of_whom_nothing_is_known() => ReleaseCode.InClass(
        """
        static extern void Register(object resource);

        void M()
        {
            var resource = new Resource();
            Register(resource);
            resource.Use();
        }
        """);

    [Fact]
    public Task The_wrapper_of_another_stream() => ReleaseCode.InMethod(
        """
        using var copy = new MemoryStream();
        using (var reader = new StreamReader(given))
            Console.WriteLine(reader.ReadLine());
        copy.WriteByte(1);
        """);

    [Fact]
    public Task An_enclosing_using() => ReleaseCode.InMethod(
        """
        using var outer = new Resource();
        using (var inner = new Resource())
            inner.Use();
        outer.Use();
        """);

    [Fact]
    public Task A_variable_of_the_same_name() => ReleaseCode.InMethod(
        """
        {
            var resource = new Resource();
            resource.Dispose();
        }

        {
            using var resource = new Resource();
            resource.Use();
        }
        """);

    [Fact]
    public Task A_release_that_waits_for_its_tasks() => ReleaseCode.InAsyncMethod(
        """
        var stream = File.OpenRead(path);
        var pending = stream.ReadAsync(new byte[16], 0, 16);
        int read = await pending;
        await stream.DisposeAsync();
        Console.WriteLine(read);
        """);

    [Fact]
    public Task A_recursive_method_that_disposes() => ReleaseCode.InFile(
        """
        class Node : IDisposable
        {
            public Node? Left, Right;
            public extern void Use();

            public void Dispose()
            {
                Left?.Dispose();
                Right?.Dispose();
            }

            static void Walk(Node node)
            {
                node.Left?.Dispose();
                node.Right?.Use();
                node.Use();
            }
        }
        """);
}
