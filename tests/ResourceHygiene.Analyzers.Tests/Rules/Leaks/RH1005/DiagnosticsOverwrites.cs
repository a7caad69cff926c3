namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1005;

/// <summary>A second value for the variable that was the only way to the first.</summary>
public sealed class DiagnosticsOverwrites
{
    [Fact]
    public Task Assigned_again_in_a_row() => LeakCode.InMethod(
        """
        var resource = new Resource();
        resource.Use();
        {|RH1005:resource|} = new Resource();
        resource.Dispose();
        """);

    [Fact]
    public Task The_second_one_is_handed_on() => LeakCode.InClass(
        """
        void M(string path, List<Stream> all)
        {
            var stream = File.OpenRead(path);
            Console.WriteLine(stream.Length);
            {|RH1005:stream|} = File.OpenRead(path + ".2");
            all.Add(stream);
        }
        """);

    [Fact]
    public Task The_second_file_under_the_same_name() => LeakCode.InMethod(
        """
        Stream? stream = null;
        try
        {
            stream = File.OpenRead(path);
            stream.ReadByte();
            {|RH1005:stream|} = File.OpenRead(path + ".2");
            stream.ReadByte();
        }
        finally
        {
            stream?.Dispose();
        }
        """);

    [Fact]
    public Task Forgotten_by_assigning_null() => LeakCode.InMethod(
        """
        Resource? resource = new Resource();
        if (flag)
            {|RH1005:resource|} = null;
        resource?.Dispose();
        """);

    [Fact]
    public Task Replaced_by_somebody_elses() => LeakCode.InMethod(
        """
        Stream stream = File.OpenRead(path);
        if (flag)
        {
            {|RH1005:stream|} = given;
            stream.ReadByte();
            return;
        }

        stream.Dispose();
        """);

    [Fact]
    public Task Released_on_one_path_before_the_second_value() => LeakCode.InMethod(
        """
        var resource = new Resource();
        if (flag)
            resource.Dispose();
        {|RH1005:resource|} = new Resource();
        resource.Dispose();
        """);

    [Fact]
    public Task A_default_that_is_replaced() => LeakCode.InMethod(
        """
        Stream stream = new MemoryStream();
        if (File.Exists(path))
            {|RH1005:stream|} = File.OpenRead(path);
        stream.ReadByte();
        stream.Dispose();
        """);

    [Fact]
    public Task Three_values_in_a_row() => LeakCode.InMethod(
        """
        var resource = new Resource { Name = "a" };
        {|RH1005:resource|} = new Resource { Name = "b" };
        {|RH1005:resource|} = new Resource { Name = "c" };
        resource.Dispose();
        """);

    [Fact]
    public Task Replaced_in_a_section_of_a_switch() => LeakCode.InClass(
        """
        void M(string path, int kind)
        {
            Stream stream = File.OpenRead(path);
            switch (kind)
            {
                case 1:
                    {|RH1005:stream|} = File.OpenRead(path + ".1");
                    break;
                case 2:
                    stream.Dispose();
                    stream = File.OpenRead(path + ".2");
                    break;
            }

            stream.ReadByte();
            stream.Dispose();
        }
        """);

    [Fact]
    public Task Replaced_by_one_arm_of_a_conditional_expression() => LeakCode.InMethod(
        """
        var resource = new Resource();
        {|RH1005:resource|} = flag ? new Resource() : resource;
        resource.Dispose();
        """);

    [Fact]
    public Task By_an_out_argument() => LeakCode.InClass(
        """
        static bool TryOpen(string path, out Stream? stream)
        {
            stream = File.Exists(path) ? File.OpenRead(path) : null;
            return stream != null;
        }

        void M(string left, string right)
        {
            Stream? stream = File.OpenRead(left);
            stream.ReadByte();
            if (!TryOpen(right, out {|RH1005:stream|}))
                return;
            stream!.Dispose();
        }
        """);

    [Fact]
    public Task By_an_awaited_value() => LeakCode.InClass(
        """
        static async Task<Stream> OpenAsync(string path) { await Task.Yield(); return File.OpenRead(path); }

        async Task M(string left, string right)
        {
            var stream = await OpenAsync(left);
            stream.ReadByte();
            {|RH1005:stream|} = await OpenAsync(right).ConfigureAwait(false);
            await stream.DisposeAsync();
        }
        """);

    [Fact]
    public Task By_a_wrapper_that_leaves_it_open() => LeakCode.InFile(
        """
        using System.IO.Compression;

        class C
        {
            void M(string path)
            {
                Stream stream = File.OpenRead(path);
                {|RH1005:stream|} = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
                stream.ReadByte();
                stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_type_with_a_release_method_of_its_own() => LeakCode.InFile(
        """
        [MustRelease(nameof(Free))]
        class Block { public int Size { get; private set; } = 8; public void Free() => Size = 0; }
        class C
        {
            void M(int wanted)
            {
                var block = new Block();
                while (block.Size < wanted)
                    {|RH1005:block|} = new Block();
                block.Free();
            }
        }
        """);

    [Fact]
    public Task A_second_query_with_the_same_reader_variable() => LeakCode.InFile(
        """
        using System.Data.Common;

        class Store
        {
            int Count(DbCommand first, DbCommand second)
            {
                var reader = first.ExecuteReader();
                int count = reader.FieldCount;
                {|RH1005:reader|} = second.ExecuteReader();
                count += reader.FieldCount;
                reader.Dispose();
                return count;
            }
        }
        """);

    [Fact]
    public Task A_value_used_as_a_value_while_it_overwrites() => LeakCode.InMethod(
        """
        Resource resource = new Resource();
        Resource other;
        other = {|RH1005:resource|} = new Resource();
        other.Use();
        resource.Dispose();
        """);

    [Fact]
    public Task Inside_a_lambda() => LeakCode.InMethod(
        """
        Action work = () =>
        {
            var resource = new Resource();
            resource.Use();
            {|RH1005:resource|} = new Resource();
            resource.Dispose();
        };
        work();
        """);

    [Fact]
    public Task Inside_a_local_function() => LeakCode.InMethod(
        """
        Work();

        static void Work()
        {
            var resource = new Resource();
            resource.Use();
            {|RH1005:resource|} = new Resource();
            resource.Dispose();
        }
        """);

    [Fact]
    public Task In_top_level_statements() => LeakCode.InProgram(
        """
        Stream log = File.Create("a");
        if (args.Length > 1)
            {|RH1005:log|} = File.Create(args[1]);
        log.WriteByte(1);
        log.Dispose();
        """);

    [Fact]
    public Task A_type_parameter() => LeakCode.InClass(
        """
        void M<T>() where T : class, IDisposable, new()
        {
            var made = new T();
            {|RH1005:made|} = new T();
            made.Dispose();
        }
        """);

    [Fact]
    public Task A_handler_replaces_what_the_failed_step_held() => LeakCode.InMethod(
        """
        Stream stream = File.OpenRead(path);
        try
        {
            stream.ReadByte();
        }
        catch (IOException)
        {
            {|RH1005:stream|} = new MemoryStream();
        }

        stream.Dispose();
        """);

    [Fact]
    public Task An_out_parameter_that_is_filled_twice() => LeakCode.InClass(
        """
        void M(string path, out Stream stream)
        {
            stream = File.OpenRead(path);
            stream.ReadByte();
            {|RH1005:stream|} = File.OpenRead(path + ".2");
        }
        """);

    [Fact]
    public Task A_ref_parameter_that_is_filled_twice() => LeakCode.InClass(
        """
        void M(string path, bool flag, ref Stream? stream)
        {
            stream = File.OpenRead(path);
            if (flag)
                {|RH1005:stream|} = null;
        }
        """);

    [Fact]
    public Task An_out_parameter_in_each_round() => LeakCode.InClass(
        """
        bool M(string[] paths, out Stream? stream)
        {
            stream = null;
            foreach (string path in paths)
                {|RH1005:stream|} = File.OpenRead(path);
            return stream != null;
        }
        """);
}
