// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.AccessFlag;
import java.security.ProtectionDomain;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Has every method of one class, and of the classes within it, do nothing and return 0, false or null. Constructors stay. */
public final class EmptyingAgent {

    private EmptyingAgent() {}

    /** @param name the class, with its package */
    public static void premain(String name, Instrumentation instrumentation) {
        Predicate<String> wanted = nameOf(name.replace('.', '/'));
        instrumentation.addTransformer(new ClassFileTransformer() {
            @Override
            public byte[] transform(ClassLoader loader, String each, Class<?> type, ProtectionDomain domain, byte[] octets) {
                return each != null && wanted.test(each) ? emptied(octets) : null;
            }
        });
    }

    private static Predicate<String> nameOf(String wanted) {
        return each -> each.equals(wanted) || each.startsWith(wanted + "$");
    }

    /** Whether anything of the class would be emptied. */
    static boolean hasCode(byte[] octets) {
        return ClassFile.of().parse(octets).methods().stream().anyMatch(EmptyingAgent::isEmptied);
    }

    /** Java ignores what is thrown here, and takes the class as it was. */
    private static byte[] emptied(byte[] octets) {
        try {
            ClassFile format = ClassFile.of(ClassFile.StackMapsOption.GENERATE_STACK_MAPS);
            ClassModel model = format.parse(octets);
            return format.transformClass(model, (builder, element) -> {
                if (element instanceof MethodModel method && isEmptied(method)) {
                    builder.withMethodBody(method.methodName(), method.methodType(), method.flags().flagsMask(), nothing(method));
                } else {
                    builder.with(element);
                }
            });
        } catch (RuntimeException | LinkageError e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(FirstFailure.BROKEN);
            throw e;
        }
    }

    private static boolean isEmptied(MethodModel method) {
        String name = method.methodName().stringValue();
        boolean ofEnum = name.equals("values") || name.equals("valueOf") || name.equals("$values");
        return !name.startsWith("<") && !ofEnum && !method.flags().has(AccessFlag.ABSTRACT) && !method.flags().has(AccessFlag.NATIVE);
    }

    private static Consumer<CodeBuilder> nothing(MethodModel method) {
        TypeKind kind = TypeKind.from(method.methodTypeSymbol().returnType());
        return code -> {
            switch (kind.asLoadable()) {
                case INT -> code.iconst_0();
                case LONG -> code.lconst_0();
                case FLOAT -> code.fconst_0();
                case DOUBLE -> code.dconst_0();
                case REFERENCE -> code.aconst_null();
                default -> {}
            }
            code.return_(kind);
        };
    }
}
