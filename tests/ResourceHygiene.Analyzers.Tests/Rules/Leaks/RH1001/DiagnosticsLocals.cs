namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>A local that owns something and lets go of it on no path.</summary>
public sealed class DiagnosticsLocals
{
    [Fact]
    public Task Created_and_only_used() => LeakCode.InMethod(
        """
        var resource = [|new Resource()|];
        resource.Use();
        """);

    [Fact]
    public Task Opened_by_a_static_factory() => LeakCode.InMethod(
        """
        var stream = [|File.OpenRead(path)|];
        stream.ReadByte();
        """);

    [Fact]
    public Task Opened_by_an_instance_factory() => LeakCode.InMethod(
        """
        var info = new FileInfo(path);
        var stream = [|info.Open(FileMode.Open)|];
        stream.ReadByte();
        """);

    [Fact]
    public Task Never_used_at_all() => LeakCode.InMethod("var resource = [|new Resource()|];");

    [Fact]
    public Task Assigned_after_the_declaration() => LeakCode.InMethod(
        """
        Resource resource;
        resource = [|new Resource()|];
        resource.Use();
        """);

    [Fact]
    public Task Declared_as_a_base_type() => LeakCode.InMethod(
        """
        Stream stream = [|new FileStream(path, FileMode.Open)|];
        stream.ReadByte();
        """);

    [Fact]
    public Task Declared_as_an_interface_that_is_not_disposable() => LeakCode.InFile(
        """
        interface IWorker { void Work(); }
        sealed class Worker : Resource, IWorker { public void Work() { } }
        class C
        {
            void M()
            {
                IWorker worker = [|new Worker()|];
                worker.Work();
            }
        }
        """);

    [Fact]
    public Task Copied_to_another_local_that_is_not_released_either() => LeakCode.InMethod(
        """
        var first = [|new Resource()|];
        var second = first;
        second.Use();
        """);

    [Fact]
    public Task Chosen_by_a_condition() => LeakCode.InMethod(
        """
        var resource = flag ? [|new Resource()|] : null;
        resource?.Use();
        """);

    [Fact]
    public Task Default_for_null() => LeakCode.InMethod(
        """
        Resource? maybe = null;
        var resource = maybe ?? [|new Resource()|];
        resource.Use();
        """);

    [Fact]
    public Task Chosen_by_a_switch_expression() => LeakCode.InMethod(
        """
        var resource = path switch { "a" => [|new Resource()|], _ => null };
        resource?.Use();
        """);

    [Fact]
    public Task Created_with_an_object_initializer() => LeakCode.InMethod(
        """
        var resource = [|new Resource { Name = path }|];
        resource.Use();
        """);

    [Fact]
    public Task Target_typed_new() => LeakCode.InMethod(
        """
        Resource resource = [|new()|];
        resource.Use();
        """);

    [Fact]
    public Task Two_leaks_are_two_reports() => LeakCode.InMethod(
        """
        var first = [|new Resource()|];
        var second = [|new Resource()|];
        first.Use();
        second.Use();
        """);

    [Fact]
    public Task Compared_and_tested_only() => LeakCode.InMethod(
        """
        var resource = [|new Resource()|];
        if (resource is null || resource == null || ReferenceEquals(resource, null))
            return;
        """);

    [Fact]
    public Task Used_in_a_loop() => LeakCode.InMethod(
        """
        for (int i = 0; i < 3; i++)
        {
            var resource = [|new Resource()|];
            resource.Use();
        }
        """);

    [Fact]
    public Task In_a_property_getter() => LeakCode.InClass(
        """
        int Length
        {
            get
            {
                var stream = [|File.OpenRead("a")|];
                return (int)stream.Length;
            }
        }
        """);

    [Fact]
    public Task In_a_constructor() => LeakCode.InClass(
        """
        C()
        {
            var resource = [|new Resource()|];
            resource.Use();
        }
        """);

    [Fact]
    public Task Deconstructed_from_a_tuple() => LeakCode.InMethod(
        """
        var (resource, number) = ([|new Resource()|], 1);
        resource.Use();
        Console.WriteLine(number);
        """);

    [Fact]
    public Task Of_a_ref_struct_with_a_dispose_method() => LeakCode.InFile(
        """
        ref struct Scope
        {
            private int _depth;
            public Scope(int depth) => _depth = depth;
            public void Dispose() => _depth = 0;
            public void Use() { }
        }

        class C
        {
            void M()
            {
                var scope = [|new Scope(1)|];
                scope.Use();
            }
        }
        """);

    [Fact]
    public Task Of_a_type_parameter() => LeakCode.InClass(
        """
        void M<T>() where T : Resource, new()
        {
            var resource = [|new T()|];
            resource.Use();
        }
        """);

    [Fact]
    public Task In_top_level_statements() => LeakCode.InProgram(
        """
        var resource = [|new Resource()|];
        resource.Use();
        """);

    [Fact]
    public Task An_out_variable_of_an_annotated_method() => LeakCode.InClass(
        """
        static bool TryMake([Owned] out Resource resource) { resource = null!; return false; }

        void M()
        {
            if (TryMake([|out var resource|]))
                resource.Use();
        }
        """);

    [Fact]
    public Task A_process() => LeakCode.InMethod(
        """
        var process = [|System.Diagnostics.Process.Start("git")|];
        process?.WaitForExit();
        """);

    [Fact]
    public Task A_socket() => LeakCode.InMethod(
        """
        var client = [|new System.Net.Sockets.TcpClient()|];
        client.Connect("localhost", 1);
        """);

    [Fact]
    public Task A_class_that_is_released_by_another_method() => LeakCode.InFile(
        """
        [MustRelease(nameof(Free))]
        class Block { public void Free() { } public void Use() { } }
        class C
        {
            void M()
            {
                var block = [|new Block()|];
                block.Use();
            }
        }
        """);
}
