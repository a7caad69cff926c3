namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>A condition that is asked twice has the same answer twice.</summary>
public sealed class ValidFlagsAndCorrelation
{
    [Fact]
    public Task The_same_parameter_asked_twice() => LeakCode.InMethod(
        """
        Resource? resource = null;
        if (flag)
            resource = new Resource();
        Console.WriteLine(path);
        if (flag)
            resource!.Dispose();
        """);

    [Fact]
    public Task An_own_flag_beside_the_variable() => LeakCode.InClass(
        """
        void M(string path, Stream? stream)
        {
            bool isOwn = false;
            if (stream == null)
            {
                stream = File.OpenRead(path);
                isOwn = true;
            }

            stream.ReadByte();
            if (isOwn)
                stream.Dispose();
        }
        """);

    [Fact]
    public Task An_own_flag_computed_first() => LeakCode.InClass(
        """
        void M(string path, Stream? stream)
        {
            bool isOwn = stream is null;
            var input = stream ?? File.OpenRead(path);
            try
            {
                input.ReadByte();
            }
            finally
            {
                if (isOwn)
                    input.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_negated_flag() => LeakCode.InMethod(
        """
        Stream stream;
        if (flag)
            stream = given;
        else
            stream = File.OpenRead(path);
        stream.ReadByte();
        if (!flag)
            stream.Dispose();
        """);

    [Fact]
    public Task A_leave_open_parameter() => LeakCode.InClass(
        """
        void Write(string path, bool leaveOpen, out Stream? result)
        {
            var stream = File.Create(path);
            stream.WriteByte(1);
            if (!leaveOpen)
                stream.Dispose();
            result = leaveOpen ? stream : null;
        }
        """);

    [Fact]
    public Task An_enum_mode() => LeakCode.InClass(
        """
        enum Mode { None, Read, Write }

        void M(string path, Mode mode)
        {
            Stream? stream = null;
            if (mode == Mode.Read)
                stream = File.OpenRead(path);
            Console.WriteLine(path);
            if (mode == Mode.Read)
                stream!.Dispose();
        }
        """);

    [Fact]
    public Task An_enum_mode_in_a_switch() => LeakCode.InClass(
        """
        enum Mode { None, Read }

        void M(string path, Mode mode)
        {
            Stream? stream = null;
            switch (mode)
            {
                case Mode.Read:
                    stream = File.OpenRead(path);
                    break;
            }

            Console.WriteLine(path);
            if (mode == Mode.Read)
                stream!.Dispose();
        }
        """);

    [Fact]
    public Task A_state_number() => LeakCode.InMethod(
        """
        int state = 0;
        Resource? resource = null;
        if (path.Length > 3)
        {
            resource = new Resource();
            state = 1;
        }

        Console.WriteLine(path);
        if (state == 1)
            resource!.Dispose();
        """);

    [Fact]
    public Task A_constant_kind_of_string() => LeakCode.InMethod(
        """
        Stream? stream = null;
        if (path == "-")
            stream = new MemoryStream();
        Console.WriteLine(flag);
        if (path == "-")
            stream!.Dispose();
        """);

    [Fact]
    public Task Two_flags_of_which_both_must_hold() => LeakCode.InClass(
        """
        void M(string path, bool isRead, bool isFast)
        {
            Stream? stream = null;
            if (isRead && isFast)
                stream = File.OpenRead(path);
            Console.WriteLine(path);
            if (isRead)
            {
                if (isFast)
                    stream!.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_success_flag_set_on_the_way() => LeakCode.InClass(
        """
        private Stream? _stream;

        void M(string path)
        {
            var stream = File.OpenRead(path);
            bool isStored = false;
            if (stream.Length > 0)
            {
                _stream = stream;
                isStored = true;
            }

            if (!isStored)
                stream.Dispose();
        }
        """);

    [Fact]
    public Task An_earlier_way_out_by_the_same_flag() => LeakCode.InMethod(
        """
        if (!flag)
            return;
        var resource = new Resource();
        resource.Use();
        if (flag)
            resource.Dispose();
        """);

    [Fact]
    public Task A_conditional_release_in_both_senses() => LeakCode.InMethod(
        """
        var resource = new Resource();
        if (flag)
            resource.Dispose();
        Console.WriteLine(path);
        if (!flag)
            resource.Dispose();
        """);

    [Fact]
    public Task A_readonly_field_is_asked_twice() => LeakCode.InClass(
        """
        private readonly bool _isTracing;

        void M(string path)
        {
            StreamWriter? log = null;
            if (_isTracing)
                log = new StreamWriter(path);
            Console.WriteLine(path);
            if (_isTracing)
                log!.Dispose();
        }
        """);

    [Fact]
    public Task A_counter_of_what_was_opened() => LeakCode.InMethod(
        """
        int opened = 0;
        Stream? stream = null;
        if (File.Exists(path))
        {
            stream = File.OpenRead(path);
            opened++;
        }

        Console.WriteLine(opened);
        if (opened > 0)
            stream!.Dispose();
        """);

    [Fact]
    public Task Two_flags_of_which_one_follows_from_the_other() => LeakCode.InClass(
        """
        void M(string path, bool isRead, bool isVerbose)
        {
            bool isOpen = isRead;
            Stream? stream = null;
            if (isRead)
                stream = File.OpenRead(path);
            if (isVerbose)
                Console.WriteLine(isOpen);
            if (isOpen)
                stream!.Dispose();
        }
        """);

    [Fact]
    public Task A_flag_that_is_set_by_or() => LeakCode.InMethod(
        """
        Resource? resource = null;
        bool owns = false;
        if (flag)
        {
            resource = new Resource();
            owns |= true;
        }

        if (owns)
            resource!.Dispose();
        """);

    [Fact]
    public Task A_comparison_and_its_opposite() => LeakCode.InClass(
        """
        void M(int n)
        {
            Resource? resource = null;
            if (n > 5)
                resource = new Resource();
            if (n <= 5)
                return;
            resource!.Dispose();
        }
        """);

    [Fact]
    public Task A_comparison_the_other_way_round() => LeakCode.InClass(
        """
        void M(double x)
        {
            Resource? resource = null;
            if (x > 5)
                resource = new Resource();
            if (5 < x)
                resource!.Dispose();
        }
        """);

    [Fact]
    public Task A_choice_of_constants_asked_twice() => LeakCode.InClass(
        """
        void M(DayOfWeek day)
        {
            Resource? resource = null;
            if (day is DayOfWeek.Monday or DayOfWeek.Friday)
                resource = new Resource();
            if (day is DayOfWeek.Monday or DayOfWeek.Friday)
                resource!.Dispose();
        }
        """);

    [Fact]
    public Task A_flag_of_an_enum_asked_twice() => LeakCode.InClass(
        """
        void M(FileAttributes attributes)
        {
            Resource? resource = null;
            if (attributes.HasFlag(FileAttributes.Hidden))
                resource = new Resource();
            if (attributes.HasFlag(FileAttributes.Hidden))
                resource!.Dispose();
        }
        """);

    [Fact]
    public Task A_question_to_a_string_asked_twice() => LeakCode.InClass(
        """
        void M(string? text)
        {
            Resource? resource = null;
            if (!string.IsNullOrEmpty(text))
                resource = new Resource();
            if (!string.IsNullOrEmpty(text))
                resource!.Dispose();
        }
        """);

    [Fact]
    public Task A_type_asked_twice() => LeakCode.InClass(
        """
        void M(object thing)
        {
            Resource? resource = null;
            if (thing is string)
                resource = new Resource();
            if (thing is not string)
                return;
            resource!.Dispose();
        }
        """);

    [Fact]
    public Task Both_of_two_flags_asked_twice() => LeakCode.InClass(
        """
        void M(bool a, bool b)
        {
            Resource? resource = null;
            if (a & b)
                resource = new Resource();
            if (a & b)
                resource!.Dispose();
        }
        """);
}
